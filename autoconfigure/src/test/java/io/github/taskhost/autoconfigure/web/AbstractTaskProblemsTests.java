package io.github.taskhost.autoconfigure.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for problem details over HTTP, on any web server.
 */
@Timeout(90)
abstract class AbstractTaskProblemsTests {

	private static final String PROBLEM = "application/problem+json";

	private final HttpClient http = HttpClient.newHttpClient();

	private ConfigurableApplicationContext context;

	abstract Class<?> application();

	abstract WebApplicationType type();

	private void run(Class<?> parts, String... properties) {
		this.context = new SpringApplicationBuilder(application(), parts).web(type())
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=*")
			.properties(properties)
			.run();
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.http.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void exceptionOfTheHostIsAProblemWithAndWithoutThoseOfSpring(boolean springs) throws Exception {
		run(Work.class, "spring.mvc.problemdetails.enabled=" + springs,
				"spring.webflux.problemdetails.enabled=" + springs);
		HttpResponse<String> response = get("/unknown");
		JsonNode problem = new JsonMapper().readTree(response.body());
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.headers().firstValue("Content-Type")).hasValue(PROBLEM);
		assertThat(problem.path("type").asString()).isEqualTo("tag:taskhost.github.io,2026:problem/task-not-found");
		assertThat(problem.path("title").asString()).isEqualTo("Task not found");
		assertThat(problem.path("status").asInt()).isEqualTo(404);
		assertThat(problem.path("detail").asString()).contains("chat-42", "orders");
		assertThat(problem.path("instance").asString()).isEqualTo("/unknown");
	}

	@ParameterizedTest
	@CsvSource({ "/rejected, 429, too-many-requests", "/invalid, 400, invalid-argument",
			"/completion, 404, task-not-found", "/execution, 404, task-not-found", "/future, 404, task-not-found",
			"/mono, 404, task-not-found" })
	void exceptionsOfAsynchronousWorkAreProblemsToo(String path, int status, String type) throws Exception {
		run(Work.class);
		HttpResponse<String> response = get(path);
		JsonNode problem = new JsonMapper().readTree(response.body());
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue(PROBLEM);
		assertThat(problem.path("type").asString()).endsWith("/" + type);
		assertThat(problem.path("reason").asString(""))
			.isEqualTo(type.equals("too-many-requests") ? "session_live_tasks" : "");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void otherExceptionsWithSuchACauseKeepTheirAnswer(boolean springs) throws Exception {
		run(Work.class, "spring.mvc.problemdetails.enabled=" + springs,
				"spring.webflux.problemdetails.enabled=" + springs);
		assertThat(get("/gateway").statusCode()).isEqualTo(502);
		assertThat(get("/gateway").body()).doesNotContain("task-not-found");
		assertThat(get("/own").statusCode()).isEqualTo(500);
		assertThat(get("/own").body()).doesNotContain("task-not-found");
	}

	@Test
	void serverErrorSaysNothingOfItsCause() throws Exception {
		run(Work.class);
		HttpResponse<String> response = get("/error-of-server");
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.headers().firstValue("Content-Type")).hasValue(PROBLEM);
		assertThat(response.body()).contains("task-error").doesNotContain("secret");
	}

	@Test
	void handlersOfTheApplicationPrecede() throws Exception {
		run(OwnAdvice.class);
		assertThat(get("/unknown").statusCode()).isEqualTo(410);
		assertThat(get("/unknown").body()).isEqualTo("gone");
		assertThat(get("/invalid").statusCode()).isEqualTo(400);
		assertThat(get("/invalid").headers().firstValue("Content-Type")).hasValue(PROBLEM);
	}

	@Test
	void handlerOfTheApplicationForAllExceptionsPrecedes() throws Exception {
		run(AdviceForAll.class);
		assertThat(get("/invalid").statusCode()).isEqualTo(418);
	}

	@Test
	void propertySwitchesProblemsOff() throws Exception {
		run(Work.class, "taskhost.web.problem-details=false");
		HttpResponse<String> response = get("/unknown");
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
	}

	@Test
	void actuatorKeepsItsAnswers() throws Exception {
		run(Work.class);
		HttpResponse<String> refusal = get("/actuator/backgroundtasks/orders");
		assertThat(refusal.statusCode()).isEqualTo(404);
		assertThat(refusal.body()).contains("\"reason\"").doesNotContain("\"type\"");
		HttpResponse<String> broken = get("/actuator/broken");
		assertThat(broken.statusCode()).isEqualTo(500);
		assertThat(broken.headers().firstValue("Content-Type")).isNotEqualTo(Optional.of(PROBLEM));
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		URI uri = URI
			.create("http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + path);
		return this.http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
	}

	@RestController
	static class Controllers {

		private final BackgroundTaskHost host;

		Controllers(BackgroundTaskHost host) {
			this.host = host;
		}

		@GetMapping("/unknown")
		BackgroundTaskRecord unknown() {
			return this.host.task("chat-42", "orders").record();
		}

		@GetMapping("/invalid")
		BackgroundTaskRecord invalid() {
			return this.host.session("not an id").list().getFirst();
		}

		@GetMapping("/rejected")
		String rejected() {
			throw new TaskRejectedException(RejectionReason.SESSION_LIVE_TASKS, "too many");
		}

		@GetMapping("/completion")
		String completion() {
			throw new CompletionException(new TaskNotFoundException("unknown"));
		}

		@GetMapping("/execution")
		String execution() throws Exception {
			throw new ExecutionException(new CompletionException(new TaskNotFoundException("unknown")));
		}

		@GetMapping("/future")
		CompletableFuture<String> future() {
			return CompletableFuture.supplyAsync(() -> unknown().id()).thenApply(String::trim);
		}

		@GetMapping("/mono")
		Mono<String> mono() {
			return Mono.fromCallable(() -> unknown().id());
		}

		@GetMapping("/gateway")
		String gateway() {
			throw new ResponseStatusException(HttpStatus.BAD_GATEWAY, "shop", new TaskNotFoundException("unknown"));
		}

		@GetMapping("/own")
		String own() {
			throw new IllegalStateException("shop", new TaskNotFoundException("unknown"));
		}

		@GetMapping("/error-of-server")
		String errorOfServer() {
			throw new BackgroundTaskException("secret", new IOException("secret"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Controllers.class, Broken.class })
	static class Work {

	}

	@Endpoint(id = "broken")
	static class Broken {

		@ReadOperation
		String read() {
			throw new TaskStateException("broken");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Controllers.class, OwnAdvice.Advice.class })
	static class OwnAdvice {

		@RestControllerAdvice
		static class Advice {

			@ExceptionHandler
			ResponseEntity<String> gone(TaskNotFoundException ex) {
				return ResponseEntity.status(HttpStatus.GONE).body("gone");
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Controllers.class, AdviceForAll.Advice.class })
	static class AdviceForAll {

		@RestControllerAdvice
		static class Advice {

			@ExceptionHandler
			ResponseEntity<String> all(RuntimeException ex) {
				return ResponseEntity.status(418).body("teapot");
			}

		}

	}

}
