package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for the access of the endpoint and the access limits of Actuator, over HTTP.
 */
@Timeout(60)
class EndpointAccessTests {

	private static final String OWN = "management.endpoint.backgroundtasks.access=";

	private static final String CAP = "management.endpoints.access.max-permitted=";

	private static final String DEFAULT = "management.endpoints.access.default=";

	private static final List<Integer> NOTHING = List.of(404, 404, 404, 404);

	private static final List<Integer> READS = List.of(200, 200, 405, 405);

	private static final List<Integer> ALL = List.of(200, 200, 200, 200);

	static Stream<Arguments> access() {
		return Stream.of(arguments(List.of(), READS), arguments(List.of(OWN + "none"), NOTHING),
				arguments(List.of(OWN + "read-only"), READS), arguments(List.of(OWN + "unrestricted"), ALL),
				arguments(List.of(OWN + "unrestricted", CAP + "read-only"), READS),
				arguments(List.of(OWN + "unrestricted", CAP + "none"), NOTHING),
				arguments(List.of(DEFAULT + "none"), NOTHING),
				arguments(List.of(DEFAULT + "none", OWN + "unrestricted"), ALL),
				arguments(List.of(DEFAULT + "unrestricted"), ALL));
	}

	@ParameterizedTest
	@MethodSource
	void access(List<String> properties, List<Integer> statuses) throws Exception {
		try (ConfigurableApplicationContext context = run(properties)) {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			BackgroundTaskRecord task = host.register("chat-42",
					BackgroundTaskRegistration.ofKind("import").id("a").build());
			EndpointClient client = new EndpointClient(context);
			assertThat(List.of(client.get("").status(), client.get("/a").status(),
					client.post("/a", "{\"action\":\"cancel\"}").status(), client.delete("/a").status()))
				.isEqualTo(statuses);
			assertThat(host.get("a").equals(Optional.of(task))).isEqualTo(!statuses.equals(ALL));
		}
	}

	private static ConfigurableApplicationContext run(List<String> properties) {
		return new SpringApplicationBuilder(ServletBackgroundTasksEndpointTests.Application.class)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=backgroundtasks")
			.properties(properties.toArray(String[]::new))
			.run();
	}

}
