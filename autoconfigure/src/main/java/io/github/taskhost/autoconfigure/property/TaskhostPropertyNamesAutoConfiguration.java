package io.github.taskhost.autoconfigure.property;

import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration for the check of the names of properties.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostPropertyNamesAutoConfiguration {

	TaskhostPropertyNamesAutoConfiguration() {
	}

	@Bean
	static PropertyNameCheck taskhostPropertyNameCheck(ConfigurableEnvironment environment) {
		return new PropertyNameCheck(environment);
	}

}
