package io.github.taskhost.autoconfigure.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a stream of server-sent events.
 */
final class SseClient implements AutoCloseable {

	private static final JsonMapper JSON = new JsonMapper();

	private final HttpResponse<Stream<String>> response;

	private final Iterator<String> lines;

	private SseClient(HttpResponse<Stream<String>> response) {
		this.response = response;
		this.lines = response.body().iterator();
	}

	static SseClient open(HttpClient http, URI uri, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		return new SseClient(http.send(request.build(), HttpResponse.BodyHandlers.ofLines()));
	}

	int status() {
		return this.response.statusCode();
	}

	String contentType() {
		return this.response.headers().firstValue("Content-Type").orElse("");
	}

	/** Returns the whole body of a refusal. */
	JsonNode json() {
		List<String> all = new ArrayList<>();
		this.lines.forEachRemaining(all::add);
		return JSON.readTree(String.join("\n", all));
	}

	/** Returns the next event that is no comment, or {@code null} at the end. */
	@Nullable Event next() {
		Event event = nextOrComment();
		while (event != null && event.comment() != null) {
			event = nextOrComment();
		}
		return event;
	}

	/** Returns the next event or comment, or {@code null} at the end. */
	@Nullable Event nextOrComment() {
		String name = null;
		String id = null;
		String data = null;
		String comment = null;
		while (this.lines.hasNext()) {
			String line = this.lines.next();
			if (line.isEmpty()) {
				return new Event(name, id, data, comment);
			}
			String value = line.substring(line.indexOf(':') + 1);
			switch (line.substring(0, line.indexOf(':'))) {
				case "event" -> name = value;
				case "id" -> id = value;
				case "data" -> data = (data != null) ? data + "\n" + value : value;
				case "" -> comment = value;
				default -> throw new IllegalStateException(line);
			}
		}
		return null;
	}

	@Override
	public void close() {
		this.response.body().close();
	}

	/**
	 * Event.
	 *
	 * @param name the name
	 * @param id the id
	 * @param data the data
	 * @param comment the comment
	 */
	record Event(@Nullable String name, @Nullable String id, @Nullable String data, @Nullable String comment) {

		JsonNode json() {
			return JSON.readTree(this.data);
		}

		List<String> ids() {
			return json().path("records").valueStream().map((task) -> task.path("id").asString()).toList();
		}

	}

}
