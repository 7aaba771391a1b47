package io.github.taskhost.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the properties in the endpoint {@code configprops}.
 */
@Timeout(60)
class ConfigurationReportTests {

	private static final Pattern READABLE = Pattern.compile(
			"-?\\d+(\\.\\d+)?|\\d+B|PT[0-9.HMS]+|true|false|[A-Z][A-Z_]*|java\\.lang\\.Exception|operator|scheduled");

	@Test
	void everyPropertyHasAReadableValue() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			JsonNode taskhost = properties(context, "taskhost");
			assertThat(taskhost.at("/cancel/gracePeriod").asString()).isEqualTo("PT1M30S");
			assertThat(taskhost.at("/cancel/abandonAfter").asString()).isEqualTo("PT30S");
			assertThat(taskhost.at("/limits/liveTasks").asInt()).isEqualTo(100_000);
			assertThat(taskhost.at("/output/retainedSize").asString()).isEqualTo("1048576B");
			assertThat(taskhost.at("/defaults/closePolicy").asString()).isEqualTo("CANCEL");
			assertThat(taskhost.at("/kinds/import/timeout").asString()).isEqualTo("PT5M");
			assertThat(taskhost.at("/kinds/import/retry/maxAttempts").asInt()).isEqualTo(3);
			assertThat(leaves(taskhost)).hasSizeGreaterThan(40).allMatch(READABLE.asMatchPredicate());
			JsonNode endpoint = properties(context, "management.endpoint.backgroundtasks");
			assertThat(leaves(endpoint)).containsExactlyInAnyOrder("NEVER", "operator", "1048576B");
		}
	}

	private static List<String> leaves(JsonNode json) {
		return json.isContainer() ? json.valueStream().flatMap((child) -> leaves(child).stream()).toList()
				: List.of(json.asString());
	}

	private static ConfigurableApplicationContext run() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"spring.application.name=orders",
					"management.endpoints.web.exposure.include=configprops,backgroundtasks",
					"management.endpoint.configprops.show-values=always", "taskhost.cancel.grace-period=90",
					"taskhost.output.retained-size=1MB", "taskhost.defaults.close-policy=cancel",
					"taskhost.kinds.import.timeout=5m", "taskhost.kinds.import.retry.max-attempts=3",
					"management.endpoint.backgroundtasks.roles=operator")
			.run();
	}

	private static JsonNode properties(ConfigurableApplicationContext context, String prefix) throws Exception {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port")
					+ "/actuator/configprops/" + prefix))
			.timeout(Duration.ofSeconds(30))
			.build();
		String body = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
		JsonNode beans = new JsonMapper().readTree(body).at("/contexts/orders/beans");
		assertThat(beans.size()).isEqualTo(1);
		return beans.values().iterator().next().path("properties");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
