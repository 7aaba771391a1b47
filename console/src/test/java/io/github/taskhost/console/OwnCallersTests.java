package io.github.taskhost.console;

import java.util.Map;

import io.github.taskhost.console.access.Client;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** The users of the console of an application that has its own {@link TaskCallers}. */
@Timeout(60)
class OwnCallersTests {

	private static BackgroundTaskRecord cancelled(WebApplicationType type, Class<?> configuration) {
		try (RealConsole console = RealConsole.start(type, configuration, "taskhost.console.read-roles=READER",
				"taskhost.console.write-roles=WRITER")) {
			BackgroundTaskRecord task = console.host()
				.registerExternal("s1", BackgroundTaskRegistration.ofKind("import").id("a").build(), null);
			String path = "/taskhost/api/tasks/" + task.uid() + "/cancel";
			assertThat(console.post(path, Map.of(), Client.CONSOLE_HEADER, "1").statusCode()).isEqualTo(403);
			assertThat(
					console.post(path, Map.of(), RealConsole.basic("reader", Client.CONSOLE_HEADER, "1")).statusCode())
				.isEqualTo(403);
			assertThat(
					console.post(path, Map.of(), RealConsole.basic("writer", Client.CONSOLE_HEADER, "1")).statusCode())
				.isEqualTo(200);
			return console.host().find(task.uid()).orElseThrow();
		}
	}

	@Test
	void rolesAreThoseOfTheRequestOnServlets() {
		assertThat(cancelled(WebApplicationType.SERVLET, OnServlet.class).cancelledBy()).isEqualTo("own");
	}

	@Test
	void rolesAreThoseOfTheRequestOnWebFlux() {
		assertThat(cancelled(WebApplicationType.REACTIVE, OnWebFlux.class).cancelledBy()).isEqualTo("writer");
	}

	private static TaskCallers own() {
		return () -> new TaskCallers.Caller() {

			@Override
			public String name() {
				return "own";
			}

			@Override
			public boolean hasAuthority(String authority) {
				return false;
			}

		};
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Secured.OnServlet.class)
	static class OnServlet {

		@Bean
		TaskCallers callers() {
			return own();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Secured.OnWebFlux.class)
	static class OnWebFlux {

		@Bean
		TaskCallers callers() {
			return own();
		}

	}

}
