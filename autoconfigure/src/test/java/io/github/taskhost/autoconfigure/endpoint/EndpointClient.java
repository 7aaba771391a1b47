package io.github.taskhost.autoconfigure.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationContext;

/**
 * Asks the endpoint of an application over HTTP.
 */
final class EndpointClient {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final HttpClient client = HttpClient.newHttpClient();

	private final String address;

	EndpointClient(ApplicationContext application) {
		this.address = "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port")
				+ "/actuator/backgroundtasks";
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

	private Answer send(String method, String path, @Nullable String body) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.address + path))
			.timeout(Duration.ofSeconds(30))
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody())
			.header("Content-Type", "application/json")
			.build();
		HttpResponse<String> response = this.client.send(request, HttpResponse.BodyHandlers.ofString());
		return new Answer(response.statusCode(), response.body());
	}

	/**
	 * What came back.
	 *
	 * @param status the HTTP status
	 * @param body the body
	 */
	record Answer(int status, String body) {

		JsonNode json() {
			return MAPPER.readTree(this.body);
		}

	}

}
