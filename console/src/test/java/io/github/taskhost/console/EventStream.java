package io.github.taskhost.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A stream of a console that is read to its end in the background. */
final class EventStream implements AutoCloseable {

	private final HttpResponse<InputStream> response;

	private final CompletableFuture<String> first = new CompletableFuture<>();

	private final CompletableFuture<List<String>> end = new CompletableFuture<>();

	private EventStream(HttpResponse<InputStream> response) {
		this.response = response;
		Thread.ofVirtual().start(this::read);
	}

	static EventStream open(RealConsole console, String query, String... headers) throws Exception {
		HttpRequest.Builder request = console.request("/taskhost/api/live?" + query);
		EventStream stream = new EventStream(console.client()
			.send(((headers.length > 0) ? request.headers(headers) : request).build(), BodyHandlers.ofInputStream()));
		if (stream.status() == 200) {
			stream.first.get(20, TimeUnit.SECONDS);
		}
		return stream;
	}

	private void read() {
		List<String> lines = new ArrayList<>();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.response.body(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				lines.add(line);
				this.first.complete(line);
			}
			this.end.complete(lines);
		}
		catch (IOException | UncheckedIOException ex) {
			this.end.completeExceptionally(ex);
		}
		this.first.complete("");
	}

	int status() {
		return this.response.statusCode();
	}

	String header(String name) {
		return this.response.headers().firstValue(name).orElse("");
	}

	/** The lines of the stream, once it has ended by itself. */
	List<String> lines(int seconds) throws InterruptedException, ExecutionException, TimeoutException {
		return this.end.get(seconds, TimeUnit.SECONDS);
	}

	boolean isOver() {
		return this.end.isDone();
	}

	@Override
	public void close() throws IOException {
		this.response.body().close();
	}

}
