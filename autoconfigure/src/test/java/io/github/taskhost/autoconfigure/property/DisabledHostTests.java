package io.github.taskhost.autoconfigure.property;

import io.github.taskhost.BackgroundTaskHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for applications without a host because of {@code taskhost.enabled}, and for the
 * report of those that cannot start.
 */
@ExtendWith(OutputCaptureExtension.class)
class DisabledHostTests {

	private static ConfigurableApplicationContext run(Class<?> application, String enabled) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.run("--taskhost.enabled=" + enabled, "--spring.jmx.enabled=false");
	}

	@Test
	void beanThatNeedsTheHostIsNamedWithTheProperty(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(NeedsTheHost.class, "false").close());
		assertThat(output).contains("APPLICATION FAILED TO START",
				"(bean 'imports') requires a bean of type 'io.github.taskhost.BackgroundTaskHost'",
				"because taskhost.enabled is 'false' (\"taskhost.enabled\" from property source \"commandLineArgs\")",
				"Remove taskhost.enabled, or set it to true", "ObjectProvider<BackgroundTaskHost>");
	}

	@Test
	void otherMissingBeanIsNotBlamedOnTheProperty(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(NeedsText.class, "false").close());
		assertThat(output).contains("APPLICATION FAILED TO START", "StringBuilder")
			.doesNotContain("because taskhost.enabled");
	}

	@Test
	void applicationThatNeedsNoHostStarts() {
		try (ConfigurableApplicationContext context = run(MayHaveAHost.class, "FALSE")) {
			assertThat(context.getBeanNamesForType(BackgroundTaskHost.class)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "flase", "yes", "" })
	void otherValueStopsTheStart(String enabled, CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(MayHaveAHost.class, enabled).close());
		assertThat(output).contains("APPLICATION FAILED TO START",
				"'taskhost.enabled' has the value '" + enabled + "', which is not valid", "Use true or false.");
	}

	record Imports(BackgroundTaskHost host) {
	}

	record Texts(StringBuilder text) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NeedsTheHost {

		@Bean
		Imports imports(BackgroundTaskHost host) {
			return new Imports(host);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NeedsText {

		@Bean
		Texts texts(StringBuilder text) {
			return new Texts(text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class MayHaveAHost {

		@Bean
		String text(ObjectProvider<BackgroundTaskHost> host) {
			return String.valueOf(host.getIfAvailable());
		}

	}

}
