package io.github.taskhost.autoconfigure.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends requests to the endpoint over HTTP, each on a separate connection, so that
 * requests do not depend on each other.
 */
final class EndpointClient {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final String address;

	private final Map<String, String> headers;

	EndpointClient(ApplicationContext application) {
		this("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port")
				+ "/actuator/backgroundtasks", Map.of("Content-Type", "application/json"));
	}

	/** Returns a client of the endpoint at an address. */
	static EndpointClient at(String address) {
		return new EndpointClient(address, Map.of("Content-Type", "application/json"));
	}

	private EndpointClient(String address, Map<String, String> headers) {
		this.address = address;
		this.headers = headers;
	}

	EndpointClient with(String name, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(name, value);
		return new EndpointClient(this.address, headers);
	}

	/** The password of everybody is their name. */
	EndpointClient as(String user) {
		return with("Authorization",
				"Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8)));
	}

	Answer get(String path) throws IOException, InterruptedException {
		return send("GET", path, null);
	}

	Answer post(String path, String body) throws IOException, InterruptedException {
		return send("POST", path, body);
	}

	Answer delete(String path) throws IOException, InterruptedException {
		return send("DELETE", path, null);
	}

	Answer send(String method, String path, @Nullable String body) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.address + path))
			.timeout(Duration.ofSeconds(30))
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
		this.headers.forEach(request::header);
		try (HttpClient client = HttpClient.newHttpClient()) {
			HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.body(), response.headers());
		}
	}

	/**
	 * Response.
	 *
	 * @param status the HTTP status
	 * @param body the body
	 * @param headers the headers
	 */
	record Answer(int status, String body, HttpHeaders headers) {

		JsonNode json() {
			return MAPPER.readTree(this.body);
		}

	}

}
