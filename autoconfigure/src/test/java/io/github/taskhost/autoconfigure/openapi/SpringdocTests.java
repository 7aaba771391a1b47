package io.github.taskhost.autoconfigure.openapi;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.autoconfigure.TestRecords;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the schemas that springdoc shows of an application that returns types of
 * Taskhost.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class SpringdocTests {

	private ConfigurableApplicationContext application;

	private JsonNode schemas;

	@BeforeAll
	void start() throws Exception {
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false")
			.run("--springdoc.api-docs.enabled=true");
		this.schemas = new JsonMapper().readTree(get("/v3/api-docs")).at("/components/schemas");
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	private String get(String path) throws Exception {
		URI uri = URI
			.create("http://127.0.0.1:" + this.application.getEnvironment().getProperty("local.server.port") + path);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
					HttpResponse.BodyHandlers.ofString())
			.body();
	}

	@Test
	void schemaOfARecordHasTheFieldsOfItsJson() throws Exception {
		assertDescribes("BackgroundTaskRecord", get("/record"));
		JsonNode record = this.schemas.path("BackgroundTaskRecord");
		assertThat(record.at("/properties/state/enum").valueStream().map(JsonNode::asString)).contains("running",
				"cancel_requested");
		assertThat(record.at("/properties/createdAt/format").asString()).isEqualTo("date-time");
		assertThat(record.at("/properties/timeout/type").asString()).isEqualTo("string");
		assertThat(record.at("/properties/progress/$ref").asString())
			.isEqualTo("#/components/schemas/TaskhostProgress");
		assertThat(record.path("required").valueStream().map(JsonNode::asString)).contains("id", "state", "createdAt")
			.doesNotContain("status", "result", "finishedAt");
	}

	@Test
	void schemasOfOtherTypesHaveTheFieldsOfTheirJson() throws Exception {
		assertDescribes("BackgroundTaskEvent", get("/event"));
		assertDescribes("BackgroundTaskStatistics", get("/statistics"));
		assertDescribes("TaskhostSessionCloseReport", get("/closed"));
		assertThat(this.schemas.propertyNames()).contains("TaskhostTaskMessageReceipt", "TaskhostTaskMessage",
				"TaskhostTaskMessagePart", "BackgroundTaskRegistration", "TaskhostTaskFailure", "TaskhostInputRequest",
				"TaskhostTaskRetryPolicy", "TaskhostTaskAttempt");
		assertThat(this.schemas.propertyNames()).noneMatch((name) -> name.endsWith("View"));
	}

	@Test
	void schemasOfTheApplicationKeepTheirNames() {
		assertThat(this.schemas.at("/Progress/properties").propertyNames()).containsExactly("chapters");
		assertThat(this.schemas.at("/TaskhostProgress/properties").propertyNames()).contains("current", "total");
	}

	private void assertDescribes(String name, String json) {
		assertThat(new JsonMapper().readTree(json).propertyNames()).isNotEmpty()
			.allMatch(this.schemas.path(name).path("properties")::has);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Tasks.class)
	static class Application {

	}

	/** A class of the application with the name of one of Taskhost. */
	record Progress(int chapters) {
	}

	@RestController
	static class Tasks {

		private final BackgroundTaskHost host;

		Tasks(BackgroundTaskHost host) {
			this.host = host;
		}

		@GetMapping("/record")
		BackgroundTaskRecord task() {
			return TestRecords.full();
		}

		@GetMapping("/book")
		Progress book() {
			return new Progress(3);
		}

		@GetMapping("/records")
		List<BackgroundTaskRecord> tasks() {
			return List.of(TestRecords.full());
		}

		@PostMapping("/handle")
		ResponseEntity<BackgroundTaskHandle<Object>> handle(@RequestBody JsonPayload input) {
			return ResponseEntity.notFound().build();
		}

		@PostMapping("/register")
		TaskMessageReceipt register(@RequestBody BackgroundTaskRegistration registration) {
			throw new UnsupportedOperationException();
		}

		@GetMapping("/event")
		BackgroundTaskEvent event() {
			return new BackgroundTaskEvent.Updated(TestRecords.full(), 4, TestRecords.after(8));
		}

		@GetMapping("/statistics")
		BackgroundTaskStatistics statistics() {
			return this.host.statistics();
		}

		@GetMapping("/closed")
		SessionCloseReport close() {
			return new SessionCloseReport("s1", null, List.of("a"), List.of(), List.of(), List.of());
		}

	}

}
