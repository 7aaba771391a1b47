package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the rules of Spring Security in the reference: operators read, administrators
 * also write, wherever the endpoint is.
 */
@Timeout(120)
abstract class AbstractSecurityRulesTests {

	/** Both Tomcat and Netty are on the class path, and both would serve the port. */
	private static final String TOMCAT = "org.springframework.boot.tomcat.autoconfigure.actuate.web.server."
			+ "TomcatReactiveManagementContextAutoConfiguration";

	abstract Class<?> application();

	abstract WebApplicationType type();

	@ParameterizedTest
	@CsvSource({ "local.server.port, /actuator,", "local.server.port, /ops, management.endpoints.web.base-path=/ops",
			"local.management.port, /actuator, management.server.port=0" })
	void operatorsReadAndAdministratorsWrite(String port, String base, String property) throws Exception {
		try (ConfigurableApplicationContext context = run(
				(property != null) ? property : "spring.main.banner-mode=off")) {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			EndpointClient client = EndpointClient
				.at("http://127.0.0.1:" + context.getEnvironment().getProperty(port) + base + "/backgroundtasks");
			BackgroundTaskRecord task = host.registerExternal("chat-42",
					BackgroundTaskRegistration.ofKind("guarded").id("task-" + UUID.randomUUID()).build(), null);
			assertThat(statuses(client, task)).containsExactly(401, 401, 401);
			assertThat(statuses(client.as("user"), task)).containsExactly(403, 403, 403);
			assertThat(statuses(client.as("operator"), task)).containsExactly(200, 403, 403);
			assertThat(host.find(task.uid())).contains(task);
			assertAnswersByAuthority(host, client, task);
			assertThat(statuses(client.as("admin"), task)).containsExactly(200, 200, 200);
			assertThat(host.find(task.uid())).hasValueSatisfying((record) -> {
				assertThat(record.state()).isEqualTo(BackgroundTaskState.CANCELLED);
				assertThat(record.cancelledBy()).isEqualTo("admin");
			});
		}
	}

	/** The endpoint knows the caller, on each port. */
	private static void assertAnswersByAuthority(BackgroundTaskHost host, EndpointClient client,
			BackgroundTaskRecord task) throws Exception {
		String answer = "{\"action\":\"answer\",\"key\":\"go-on\",\"text\":\"yes\"}";
		host.reporter(task.sessionId(), task.id()).ask(InputRequest.of("go-on", "Go on?").withAuthority("ROLE_OWNER"));
		assertThat(client.as("admin").post("/" + task.id(), answer).status()).isEqualTo(403);
		assertThat(client.as("owner").post("/" + task.id(), answer).status()).isEqualTo(200);
		assertThat(host.task(task.sessionId(), task.id()).answers()).singleElement()
			.satisfies((kept) -> assertThat(kept.by()).isEqualTo("owner"));
	}

	private static List<Integer> statuses(EndpointClient client, BackgroundTaskRecord task) throws Exception {
		return List.of(client.get("/" + task.id()).status(),
				client.post("/" + task.id(), "{\"action\":\"cancel\"}").status(),
				client.delete("/" + task.id()).status());
	}

	private ConfigurableApplicationContext run(String property) {
		return new SpringApplicationBuilder(application()).web(type())
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false")
			.run("--spring.autoconfigure.exclude=" + TOMCAT,
					"--management.endpoints.web.exposure.include=backgroundtasks",
					"--management.endpoint.backgroundtasks.access=unrestricted", "--" + property);
	}

	static List<UserDetails> users() {
		return List.of(user("user"), user("operator", "OPERATOR"), user("admin", "OPERATOR", "ADMIN"),
				user("owner", "OPERATOR", "ADMIN", "OWNER"));
	}

	private static UserDetails user(String name, String... roles) {
		return User.withUsername(name).password("{noop}" + name).roles(roles).build();
	}

}
