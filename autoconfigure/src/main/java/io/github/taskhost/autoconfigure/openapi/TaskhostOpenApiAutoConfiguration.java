package io.github.taskhost.autoconfigure.openapi;

import io.swagger.v3.core.converter.ModelConverter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auto-configuration for the schemas that springdoc shows of records, events and other
 * types of Taskhost.
 */
@AutoConfiguration
@ConditionalOnClass({ ModelConverter.class, JsonMapper.class })
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostOpenApiAutoConfiguration {

	TaskhostOpenApiAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	TaskSchemas taskhostOpenApiSchemas() {
		return new TaskSchemas();
	}

}
