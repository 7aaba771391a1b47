package io.github.taskhost.autoconfigure.info;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.LocalHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;

/**
 * Auto-configuration for the details of the host in the endpoint {@code info}.
 */
@AutoConfiguration(after = TaskhostAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnSingleCandidate(BackgroundTaskHost.class)
@ConditionalOnEnabledInfoContributor("taskhost")
public final class TaskhostInfoAutoConfiguration {

	TaskhostInfoAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean(name = "taskhostInfoContributor")
	HostInfoContributor taskhostInfoContributor(BackgroundTaskHost host, LocalHost local) {
		return new HostInfoContributor(host, local);
	}

}
