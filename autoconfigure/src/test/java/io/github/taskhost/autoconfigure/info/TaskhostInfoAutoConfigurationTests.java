package io.github.taskhost.autoconfigure.info;

import java.time.Duration;
import java.util.Map;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.BackgroundTaskHostCustomizer;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.info.InfoEndpointAutoConfiguration;
import org.springframework.boot.actuate.info.InfoEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskhostInfoAutoConfiguration}.
 */
class TaskhostInfoAutoConfigurationTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostInfoAutoConfiguration.class,
				InfoEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=info");

	@Test
	void contributesPhaseAndCounts() {
		this.contexts.run((context) -> {
			context.getBean(BackgroundTaskHost.class)
				.register("chat-42", BackgroundTaskRegistration.ofKind("import").id("a").build());
			assertThatInfo(context).containsEntry("phase", "running")
				.containsEntry("counts", Map.of("live", 1L, "retained", 0L, "hidden", 0L, "sessions", 1L, "kinds", 1,
						"unresponsive", 0L, "unstopped", 0L));
		});
	}

	@Test
	void contributesThePoliciesInEffect() {
		this.contexts
			.withPropertyValues("taskhost.defaults.close-policy=cancel", "taskhost.defaults.timeout=2h",
					"taskhost.cancel.grace-period=10s")
			.withBean(BackgroundTaskHostCustomizer.class, TaskhostInfoAutoConfigurationTests::shorterRetention)
			.run((context) -> assertThatInfo(context).containsEntry("policies",
					Map.of("cancel", "cooperative", "cancelGracePeriod", "PT30S", "cancelAbandonAfter", "PT30S",
							"close", "keep", "shutdownGracePeriod", "PT20S", "retention", "PT1H")));
		this.contexts
			.withPropertyValues("taskhost.defaults.close-policy=cancel", "taskhost.defaults.timeout=2h",
					"taskhost.cancel.grace-period=10s")
			.run((context) -> assertThatInfo(context)
				.extractingByKey("policies", InstanceOfAssertFactories.map(String.class, Object.class))
				.containsEntry("close", "cancel")
				.containsEntry("timeout", "PT2H")
				.containsEntry("cancelGracePeriod", "PT10S"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.info.taskhost.enabled=false", "management.info.defaults.enabled=false",
			"taskhost.enabled=false" })
	void contributesNothingWhenDisabled(String property) {
		this.contexts.withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HostInfoContributor.class));
	}

	@Test
	void backsOffWithoutActuator() {
		this.contexts.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate.info"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("taskhostInfoContributor"));
	}

	private static BackgroundTaskHostCustomizer shorterRetention() {
		return (builder) -> builder.options(
				BackgroundTaskHostOptions.withDefaults().withRetention(new RetentionOptions(Duration.ofHours(1), 10)));
	}

	private static MapAssert<String, Object> assertThatInfo(AssertableApplicationContext context) {
		return assertThat(context.getBean(InfoEndpoint.class).info()).extractingByKey("taskhost",
				InstanceOfAssertFactories.map(String.class, Object.class));
	}

}
