package io.github.taskhost.sample.jobs;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Handles the requests of the job service: {@code POST /jobs} starts a job,
 * {@code GET /jobs/<id>} shows it, {@code DELETE /jobs/<id>} cancels it.
 */
final class JobHandler implements HttpHandler {

	private static final int MAX_BODY = 8 * 1024;

	private static final String UNKNOWN = "No job has this id. Start jobs with POST /jobs.";

	private final Jobs jobs;

	private final JsonMapper json;

	JobHandler(Jobs jobs, JsonMapper json) {
		this.jobs = jobs;
		this.json = json;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getPath();
			String id = path.substring(Math.min(path.length(), JobServer.PATH.length() + 1));
			switch (exchange.getRequestMethod()) {
				case "POST" -> start(exchange);
				case "GET" -> answer(exchange, 200, this.jobs.find(id), 404, UNKNOWN);
				case "DELETE" -> answer(exchange, 200, this.jobs.cancel(id), 404, UNKNOWN);
				default -> refuse(exchange, 405, "Use POST, GET or DELETE.");
			}
		}
	}

	private void start(HttpExchange exchange) throws IOException {
		try {
			byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
			Optional<Job> job = this.jobs.start(this.json.readValue(body, JobRequest.class));
			job.ifPresent((started) -> exchange.getResponseHeaders().set("Location", started.location().toString()));
			answer(exchange, 201, job, 503, "The limit of running jobs is reached. Try again later.");
		}
		catch (JacksonException ex) {
			refuse(exchange, 400, "The body must be JSON such as {\"name\":\"report\",\"steps\":10}.");
		}
		catch (IllegalArgumentException ex) {
			refuse(exchange, 400, String.valueOf(ex.getMessage()));
		}
	}

	private void answer(HttpExchange exchange, int status, Optional<Job> job, int otherwise, String reason)
			throws IOException {
		if (job.isPresent()) {
			write(exchange, status, job.get());
		}
		else {
			refuse(exchange, otherwise, reason);
		}
	}

	private void refuse(HttpExchange exchange, int status, String reason) throws IOException {
		write(exchange, status, Map.of("error", reason));
	}

	private void write(HttpExchange exchange, int status, Object body) throws IOException {
		byte[] bytes = this.json.writeValueAsBytes(body);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
	}

}
