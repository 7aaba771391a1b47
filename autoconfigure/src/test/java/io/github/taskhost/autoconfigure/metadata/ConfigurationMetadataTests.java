package io.github.taskhost.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the configuration metadata.
 */
class TaskhostMetadataTests {

	private final JsonNode metadata = read();

	@TestFactory
	Stream<DynamicTest> everyPropertyHasATypeAndADescription() {
		return properties().stream().map((property) -> DynamicTest.dynamicTest(property.path("name").asString(), () -> {
			assertThat(property.path("type").asString("")).isNotEmpty();
			assertThat(property.path("description").asString("")).endsWith(".").hasSizeGreaterThan(10);
		}));
	}

	@Test
	void metadataHasEveryProperty() {
		assertThat(properties()).extracting((property) -> property.path("name").asString())
			.contains("taskhost.enabled", "taskhost.producer", "taskhost.cancel.grace-period",
					"taskhost.cancel.abandon-after", "taskhost.cancel.escalate", "taskhost.cancel.cascade",
					"taskhost.cancel.owner-retry.initial-delay", "taskhost.cancel.owner-retry.max-delay",
					"taskhost.close.transfer-fallback", "taskhost.close.hidden-timeout",
					"taskhost.shutdown.grace-period", "taskhost.shutdown.interrupt-wait", "taskhost.limits.live-tasks",
					"taskhost.limits.live-tasks-per-session", "taskhost.limits.hidden-tasks",
					"taskhost.limits.hidden-failures", "taskhost.limits.kinds", "taskhost.limits.subscriptions",
					"taskhost.retention.max-age", "taskhost.retention.max-records", "taskhost.events.progress-interval",
					"taskhost.events.subscription-buffer", "taskhost.events.max-queued", "taskhost.payload.max-size",
					"taskhost.metrics.max-kinds", "taskhost.context.security", "taskhost.defaults.cancel-policy",
					"taskhost.defaults.close-policy", "taskhost.defaults.timeout", "taskhost.defaults.thread",
					"taskhost.kinds", "taskhost.output.retained", "taskhost.output.retained-size",
					"taskhost.messages.retained", "taskhost.messages.max-size", "taskhost.limits.artifacts",
					"taskhost.limits.answers", "taskhost.limits.questions", "taskhost.limits.report-size",
					"taskhost.control.timeout", "taskhost.control.reconcile-jitter", "taskhost.control.max-backoff",
					"taskhost.control.deliver-attempts", "management.endpoint.backgroundtasks.access",
					"management.endpoint.backgroundtasks.show-values", "management.endpoint.backgroundtasks.roles",
					"management.info.taskhost.enabled");
	}

	@Test
	void metadataHasTheDefaults() {
		assertThat(defaultOf("taskhost.enabled").asBoolean()).isTrue();
		assertThat(defaultOf("taskhost.cancel.grace-period").asString()).isEqualTo("PT30S");
		assertThat(defaultOf("taskhost.close.transfer-fallback").asString()).isEqualToIgnoringCase("cancel");
		assertThat(defaultOf("taskhost.limits.live-tasks").asInt()).isEqualTo(100_000);
		assertThat(defaultOf("taskhost.output.retained-size").asString()).isEqualTo("256KB");
		assertThat(defaultOf("taskhost.control.reconcile-jitter").asDouble()).isEqualTo(0.1);
		assertThat(defaultOf("taskhost.payload.max-size").asString()).isEqualTo("256KB");
		assertThat(defaultOf("taskhost.metrics.max-kinds").asInt()).isEqualTo(100);
		assertThat(defaultOf("taskhost.context.security").asBoolean(true)).isFalse();
		assertThat(defaultOf("management.endpoint.backgroundtasks.show-values").asString()).isEqualTo("never");
		assertThat(defaultOf("management.endpoint.backgroundtasks.access").asString()).isEqualTo("read_only");
	}

	@Test
	void metadataHasHintsForKinds() {
		JsonNode hint = this.metadata.path("hints")
			.valueStream()
			.filter((candidate) -> candidate.path("name").asString().equals("taskhost.kinds.keys"))
			.findFirst()
			.orElseThrow();
		assertThat(hint.path("values").valueStream().map((value) -> value.path("value").asString()))
			.containsExactly("monitor", "subagent", "observer", "other");
	}

	private List<JsonNode> properties() {
		return this.metadata.path("properties").valueStream().toList();
	}

	private JsonNode defaultOf(String name) {
		return properties().stream()
			.filter((property) -> property.path("name").asString().equals(name))
			.findFirst()
			.orElseThrow()
			.path("defaultValue");
	}

	private static JsonNode read() {
		try (InputStream stream = TaskhostProperties.class.getProtectionDomain()
			.getCodeSource()
			.getLocation()
			.toURI()
			.resolve("META-INF/spring-configuration-metadata.json")
			.toURL()
			.openStream()) {
			return new JsonMapper().readTree(stream);
		}
		catch (IOException | URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
