package io.github.taskhost.console.autoconfigure;

import io.github.taskhost.console.ConsoleProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * Auto-configuration for the properties of the console. Apart from that of the console,
 * so that their names are known in an application that does not enable it.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ConsoleProperties.class)
public final class TaskhostConsolePropertiesAutoConfiguration {

	TaskhostConsolePropertiesAutoConfiguration() {
	}

}
