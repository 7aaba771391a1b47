package io.github.taskhost.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.autoconfigure.endpoint.EndpointClient.Answer;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.spi.TypeSchemas;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the descriptions of kinds over HTTP, on both kinds of web server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class EndpointKindsTests {

	private final Map<Server, ConfigurableApplicationContext> applications = new LinkedHashMap<>();

	@BeforeAll
	void start() {
		run(Server.SERVLET, ServletBackgroundTasksEndpointTests.Application.class, WebApplicationType.SERVLET);
		run(Server.REACTIVE, ReactiveBackgroundTasksEndpointTests.Application.class, WebApplicationType.REACTIVE);
	}

	private void run(Server server, Class<?> application, WebApplicationType type) {
		this.applications.put(server, new SpringApplicationBuilder(application, KindsConfiguration.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=backgroundtasks",
					"management.endpoint.backgroundtasks.max-page-size=40B", "taskhost.kinds.checksum.max-concurrent=3")
			.run());
	}

	@AfterAll
	void stop() {
		this.applications.values().forEach(ConfigurableApplicationContext::close);
	}

	private Answer get(Server server, String query) throws Exception {
		return new EndpointClient(this.applications.get(server)).get(query);
	}

	private static List<String> names(Answer answer) {
		return answer.json().path("kinds").valueStream().map((kind) -> kind.path("name").asString()).toList();
	}

	@ParameterizedTest
	@EnumSource
	void describesTheDefinedKinds(Server server) throws Exception {
		Answer answer = get(server, "?kinds");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(names(answer)).containsExactly("checksum", "plain", "words");
		JsonNode kind = answer.json().path("kinds").path(0);
		assertThat(kind.path("description").asString()).isEqualTo("Computes a checksum.");
		assertThat(kind.path("inputType").asString()).isEqualTo("java.lang.String");
		assertThat(kind.path("resultType").asString()).isEqualTo("int");
		assertThat(kind.path("options").path("max-concurrent").asString()).isEqualTo("3");
		assertThat(answer.json().has("tasks")).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void schemaIsJsonAndNoSecret(Server server) throws Exception {
		JsonNode schema = get(server, "?kinds").json().path("kinds").path(0).path("inputSchema");
		assertThat(schema.path("title").asString()).isEqualTo("java.lang.String");
	}

	@ParameterizedTest
	@EnumSource
	void kindThatTellsNothingHasItsNameAndOptions(Server server) throws Exception {
		assertThat(get(server, "?kinds").json().path("kinds").path(1).propertyNames()).containsExactlyInAnyOrder("name",
				"options");
	}

	@ParameterizedTest
	@EnumSource
	void schemasPastTheSizeOfAPageAreLeftOut(Server server) throws Exception {
		JsonNode words = get(server, "?kinds=true").json().path("kinds").path(2);
		assertThat(words.has("inputSchema")).isFalse();
		assertThat(words.path("inputSchemaSize").asInt()).isPositive();
		Answer alone = get(server, "?kinds&kind=words");
		assertThat(names(alone)).containsExactly("words");
		assertThat(alone.json().path("kinds").path(0).has("inputSchema")).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void unknownKindIsNotFound(Server server) throws Exception {
		Answer answer = get(server, "?kinds&kind=other");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.json().path("reason").asString()).contains("'other'");
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, limit=5", "REACTIVE, limit=5", "SERVLET, after=x", "REACTIVE, after=x",
			"SERVLET, session=s1", "REACTIVE, state=running", "SERVLET, unresponsive=true" })
	void parametersOfPagesAreRefused(Server server, String parameter) throws Exception {
		Answer answer = get(server, "?kinds&" + parameter);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).contains("'" + parameter.split("=")[0] + "'")
			.contains("kind, kinds");
	}

	@ParameterizedTest
	@EnumSource
	void valueOfTheParameterIsRefused(Server server) throws Exception {
		Answer answer = get(server, "?kinds=false");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).contains("'kinds' is 'false'");
	}

	enum Server {

		SERVLET, REACTIVE

	}

	@Configuration(proxyBeanMethods = false)
	static class KindsConfiguration {

		@BackgroundTaskKind(value = "checksum", description = "Computes a checksum.")
		int checksum(String text, BackgroundTaskContext context) {
			return text.hashCode();
		}

		@BackgroundTaskKind("words")
		List<String> words(String text, BackgroundTaskContext context) {
			return List.of(text.split(" "));
		}

		@BackgroundTaskKind("plain")
		void plain(BackgroundTaskContext context) {
			context.throwIfCancelled();
		}

		@Bean
		TypeSchemas schemas() {
			return (type) -> new JsonPayload("{\"title\":\"" + type.getTypeName() + "\"}");
		}

		@Bean
		SanitizingFunction everythingIsSecret() {
			return (data) -> data.withValue("******");
		}

	}

}
