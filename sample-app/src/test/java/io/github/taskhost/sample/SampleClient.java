package io.github.taskhost.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An HTTP client of the application.
 */
public final class SampleClient {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newHttpClient();

	private final String base;

	/**
	 * Creates a client.
	 * @param port the port of the application
	 */
	public SampleClient(int port) {
		this(URI.create("http://localhost:" + port));
	}

	/**
	 * Creates a client.
	 * @param uri the address of the application
	 */
	public SampleClient(URI uri) {
		this.base = uri.toString();
	}

	/**
	 * Sends a request.
	 * @param method the method
	 * @param path the path
	 * @param type the content type of the body, or an empty string for none
	 * @param body the body
	 * @return the response
	 * @throws IOException if there is no response
	 * @throws InterruptedException if the thread is interrupted
	 */
	public Answer send(String method, String path, String type, byte[] body) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.base + path))
			.method(method, BodyPublishers.ofByteArray(body));
		if (!type.isEmpty()) {
			request.header("Content-Type", type);
		}
		HttpResponse<String> response = this.http.send(request.build(), BodyHandlers.ofString());
		return new Answer(response);
	}

	/**
	 * Sends a GET request.
	 * @param path the path
	 * @return the response
	 * @throws IOException if there is no response
	 * @throws InterruptedException if the thread is interrupted
	 */
	public Answer get(String path) throws IOException, InterruptedException {
		return send("GET", path, "", new byte[0]);
	}

	/**
	 * Posts JSON.
	 * @param path the path
	 * @param json the JSON
	 * @return the response
	 * @throws IOException if there is no response
	 * @throws InterruptedException if the thread is interrupted
	 */
	public Answer post(String path, String json) throws IOException, InterruptedException {
		return send("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Posts a CSV file.
	 * @param path the path
	 * @param csv the file
	 * @return the response
	 * @throws IOException if there is no response
	 * @throws InterruptedException if the thread is interrupted
	 */
	public Answer postCsv(String path, String csv) throws IOException, InterruptedException {
		return send("POST", path, "text/csv", csv.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Posts a CSV file without a Content-Length header.
	 * @param path the path
	 * @param csv the file
	 * @return the response
	 * @throws IOException if there is no response
	 * @throws InterruptedException if the thread is interrupted
	 */
	public Answer stream(String path, String csv) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + path))
			.header("Content-Type", "text/csv")
			.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8))))
			.build();
		return new Answer(this.http.send(request, BodyHandlers.ofString()));
	}

	/**
	 * Sends a DELETE request.
	 * @param path the path
	 * @return the response
	 */
	public Answer delete(String path) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + path)).DELETE().build();
		return new Answer(this.http.sendAsync(request, BodyHandlers.ofString()).join());
	}

	/**
	 * Opens a stream of lines. Returns when the response begins.
	 * @param path the path
	 * @return the lines
	 * @throws IOException if there is no response
	 * @throws InterruptedException if the thread is interrupted
	 */
	public Stream<String> stream(String path) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(URI.create(this.base + path)).build(), BodyHandlers.ofLines())
			.body();
	}

	/**
	 * A response.
	 *
	 * @param response the response
	 */
	public record Answer(HttpResponse<String> response) {

		/**
		 * The status.
		 * @return the status
		 */
		public int status() {
			return this.response.statusCode();
		}

		/**
		 * The body as a string.
		 * @return the string
		 */
		public String text() {
			return this.response.body();
		}

		/**
		 * The body as JSON.
		 * @return the JSON
		 */
		public JsonNode json() {
			return JSON.readTree(this.response.body());
		}

		/**
		 * A header.
		 * @param name the name
		 * @return the value, or an empty string
		 */
		public String header(String name) {
			return this.response.headers().firstValue(name).orElse("");
		}

	}

}
