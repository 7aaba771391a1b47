package io.github.taskhost.autoconfigure;

import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;

/**
 * Auto-configuration for background task events as application events.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostEventsAutoConfiguration {

	TaskhostEventsAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean
	ApplicationEventBridge taskhostApplicationEventBridge(ApplicationEventPublisher publisher,
			ObjectProvider<BackgroundTaskMetricsRecorder> metrics) {
		return new ApplicationEventBridge(publisher,
				() -> metrics.getIfUnique(() -> BackgroundTaskMetricsRecorder.NONE));
	}

}
