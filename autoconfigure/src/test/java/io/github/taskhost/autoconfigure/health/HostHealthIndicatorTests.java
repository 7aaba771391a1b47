package io.github.taskhost.autoconfigure.health;

import java.time.Duration;

import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HostHealthIndicator} and its auto-configuration.
 */
class HostHealthIndicatorTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostHealthAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class));

	@Test
	void statusFollowsThePhaseOfTheHost() {
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build()) {
			HostHealthIndicator indicator = new HostHealthIndicator(host);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			host.drain();
			assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(indicator.health().getDetails()).containsEntry("phase", "draining");
			host.stop();
			assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(indicator.health().getDetails()).containsEntry("phase", "stopped");
			host.start();
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void detailsHaveCountsAndTheOldestTask() {
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build()) {
			host.register("chat-42", BackgroundTaskRegistration.ofKind("import").build());
			Health health = new HostHealthIndicator(host).health();
			assertThat(health.getDetails()).containsEntry("live", 1L)
				.containsEntry("hidden", 0L)
				.containsEntry("unresponsive", 0L)
				.containsEntry("unstopped", 0L)
				.containsKey("oldestPending")
				.doesNotContainKey("oldestWaiting");
			assertThat(Duration.parse(String.valueOf(health.getDetails().get("oldestPending"))).isNegative()).isFalse();
		}
	}

	@Test
	void contributesUnderTheNameBackgroundtasks() {
		this.contextRunner.run((context) -> assertThat(
				context.getBean(HealthContributorRegistry.class).getContributor("backgroundtasks"))
			.isInstanceOf(HostHealthIndicator.class));
	}

	@Test
	void canBeDisabled() {
		this.contextRunner.withPropertyValues("management.health.backgroundtasks.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HostHealthIndicator.class));
	}

	@Test
	void backsOffWithoutAHost() {
		this.contextRunner.withPropertyValues("taskhost.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HostHealthIndicator.class));
	}

	@Test
	void isNotPartOfLiveness() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(AvailabilityProbesAutoConfiguration.class,
					HealthEndpointAutoConfiguration.class, AvailabilityHealthContributorAutoConfiguration.class))
			.withBean(ApplicationAvailabilityBean.class)
			.withPropertyValues("management.endpoint.health.probes.enabled=true",
					"management.endpoints.web.exposure.include=health")
			.run((context) -> {
				HealthEndpointGroup liveness = context.getBean(HealthEndpointGroups.class).get("liveness");
				assertThat(liveness).isNotNull();
				assertThat(liveness.isMember("livenessState")).isTrue();
				assertThat(liveness.isMember("backgroundtasks")).isFalse();
			});
	}

}
