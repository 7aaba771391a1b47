package io.github.taskhost.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for the check of {@code taskhost.enabled}: a misspelt {@code true}
 * would leave the application without a host.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
public final class TaskhostEnabledAutoConfiguration {

	TaskhostEnabledAutoConfiguration() {
	}

	@Bean
	static BeanFactoryPostProcessor taskhostEnabledCheck(Environment environment) {
		return (beans) -> check(environment.getProperty("taskhost.enabled"));
	}

	private static void check(@Nullable String enabled) {
		if (enabled != null && !enabled.equalsIgnoreCase("true") && !enabled.equalsIgnoreCase("false")) {
			throw new InvalidTaskhostPropertyException("enabled", enabled, "Use true or false.");
		}
	}

}
