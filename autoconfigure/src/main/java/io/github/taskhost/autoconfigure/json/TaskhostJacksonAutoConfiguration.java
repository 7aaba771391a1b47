package io.github.taskhost.autoconfigure.json;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auto-configuration for the JSON of background tasks.
 */
@AutoConfiguration
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
@ImportRuntimeHints(TaskhostJsonRuntimeHints.class)
public final class TaskhostJacksonAutoConfiguration {

	TaskhostJacksonAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	TaskhostJacksonModule taskhostJacksonModule() {
		return new TaskhostJacksonModule();
	}

}
