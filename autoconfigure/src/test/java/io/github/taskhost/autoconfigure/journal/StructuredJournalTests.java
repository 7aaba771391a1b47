package io.github.taskhost.autoconfigure.journal;

import java.time.Duration;
import java.util.List;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the journal in Boot's structured log formats.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class StructuredJournalTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final String HOSTILE = "over\n{\"logger_name\":\"taskhost.journal\",\"task\":\"forged\"}\n\u202e\"";

	/** Rejects duplicate fields. */
	private final JsonMapper json = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

	/** The application changes system properties and loggers of the JVM. */
	@AfterEach
	void resetLogging() {
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.cleanUp();
		logging.beforeInitialize();
		logging.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
		logging.cleanUp();
		MDC.clear();
	}

	private void run(String format, String... properties) throws InterruptedException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties("logging.structured.format.console=" + format)
			.properties(properties)
			.run()) {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			MDC.put("request", "r1");
			MDC.put("session", "of the application");
			MDC.put("event", "of the application too");
			host.session("chat-42")
				.spawn(BackgroundTaskRegistration.ofKind("import").id("t1").displayName(HOSTILE).build(), (body) -> {
					body.status(HOSTILE);
					return "done";
				});
			host.awaitIdle(SOON);
		}
	}

	private List<JsonNode> lines(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.startsWith("{")).map(this.json::readTree).toList();
	}

	/** An application that another test keeps open would keep its format of the log. */
	@BeforeEach
	void forgetTheLogOfOtherApplications() {
		LoggingSystem.get(getClass().getClassLoader()).cleanUp();
	}

	@Test
	void fieldsAreMembersOfLogstashLines(CapturedOutput output) throws Exception {
		run("logstash", "logging.level.taskhost.journal=debug");
		List<JsonNode> lines = lines(output).stream()
			.filter((line) -> line.path("logger_name").asString("").equals("taskhost.journal"))
			.toList();
		assertThat(lines).extracting((line) -> line.path("journal.event").asString())
			.containsExactly("registered", "updated", "completed");
		JsonNode registered = lines.getFirst();
		assertThat(registered.path("journal.task").asString()).isEqualTo("t1");
		assertThat(registered.path("journal.session").asString()).isEqualTo("chat-42");
		assertThat(registered.path("journal.attempt").isInt()).isTrue();
		assertThat(registered.path("journal.sequence").asInt()).isEqualTo(1);
		assertThat(registered.path("level").asString()).isEqualTo("DEBUG");
		assertThat(registered.path("request").asString()).isEqualTo("r1");
		assertThat(registered.path("journal.name").asString()).startsWith("over {\"logger_name\"").doesNotContain("\n");
		assertThat(lines).noneMatch((line) -> line.path("journal.task").asString().equals("forged"));
	}

	@Test
	void fieldsAreMembersOfEcsLines(CapturedOutput output) throws Exception {
		run("ecs", "logging.level.taskhost.journal=debug");
		List<JsonNode> lines = lines(output).stream()
			.filter((line) -> line.path("log").path("logger").asString("").equals("taskhost.journal"))
			.toList();
		assertThat(lines).hasSize(3);
		assertThat(lines.getLast().path("journal").path("task").asString()).isEqualTo("t1");
		assertThat(lines.getLast().path("journal").path("state").asString()).isEqualTo("completed");
		assertThat(lines.getLast().path("journal").path("event").asString()).isEqualTo("completed");
	}

	@Test
	void journalIsOffByDefault(CapturedOutput output) throws Exception {
		run("logstash");
		assertThat(lines(output)).isNotEmpty();
		assertThat(output.getOut()).doesNotContain("taskhost.journal\"");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TaskhostAutoConfiguration.class, TaskhostJournalAutoConfiguration.class })
	static class Application {

	}

}
