package io.github.taskhost.autoconfigure.health;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;

/**
 * Auto-configuration for the health of the host of background tasks.
 */
@AutoConfiguration(after = TaskhostAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnSingleCandidate(BackgroundTaskHost.class)
@ConditionalOnEnabledHealthIndicator("backgroundtasks")
public final class TaskhostHealthAutoConfiguration {

	TaskhostHealthAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean(name = { "backgroundtasksHealthIndicator", "backgroundtasksHealthContributor" })
	HostHealthIndicator backgroundtasksHealthIndicator(BackgroundTaskHost host) {
		return new HostHealthIndicator(host);
	}

}
