package io.github.taskhost.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for background task events as application events.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostEventsAutoConfiguration {

	TaskhostEventsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	ApplicationEventBridge taskhostApplicationEventBridge(ApplicationEventPublisher publisher) {
		return new ApplicationEventBridge(publisher);
	}

}
