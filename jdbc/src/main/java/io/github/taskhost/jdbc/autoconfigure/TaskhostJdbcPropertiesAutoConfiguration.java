package io.github.taskhost.jdbc.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * Auto-configuration for the properties of durable tasks. Apart from that of the store,
 * so that their names are known in an application, or a slice of one for a test, that
 * keeps its tasks in memory.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ TaskhostDurableProperties.class, TaskhostClusterProperties.class })
public final class TaskhostJdbcPropertiesAutoConfiguration {

	TaskhostJdbcPropertiesAutoConfiguration() {
	}

}
