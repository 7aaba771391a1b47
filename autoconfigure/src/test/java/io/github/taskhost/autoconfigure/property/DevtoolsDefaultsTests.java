package io.github.taskhost.autoconfigure.property;

import java.net.URL;
import java.time.Duration;
import java.util.Map;

import io.github.taskhost.autoconfigure.TaskhostProperties;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.devtools.restart.classloader.RestartClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DevtoolsDefaults}.
 */
class DevtoolsDefaultsTests {

	private static TaskhostProperties.Shutdown shutdown(ClassLoader loader, Map<String, Object> defaults,
			String... arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties(defaults)
			.resourceLoader(new DefaultResourceLoader(loader))
			.run(arguments)) {
			return context.getBean(TaskhostProperties.class).shutdown();
		}
	}

	private static ClassLoader loaderOfRestarts() {
		return new RestartClassLoader(DevtoolsDefaultsTests.class.getClassLoader(), new URL[0]);
	}

	@Test
	void restartWaitsOneSecondForBodiesAndOneAfterInterrupts() {
		assertThat(shutdown(loaderOfRestarts(), Map.of()))
			.isEqualTo(new TaskhostProperties.Shutdown(Duration.ofSeconds(1), Duration.ofSeconds(1)));
	}

	@Test
	void propertiesOfTheApplicationPrecede() {
		assertThat(shutdown(loaderOfRestarts(), Map.of("taskhost.shutdown.interruptWait", "7s"),
				"--taskhost.shutdown.grace-period=3s"))
			.isEqualTo(new TaskhostProperties.Shutdown(Duration.ofSeconds(3), Duration.ofSeconds(7)));
	}

	@Test
	void otherApplicationHasTheUsualTimes() {
		assertThat(shutdown(DevtoolsDefaultsTests.class.getClassLoader(), Map.of()))
			.isEqualTo(new TaskhostProperties.Shutdown(Duration.ofSeconds(20), Duration.ofSeconds(5)));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
