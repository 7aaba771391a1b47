package io.github.taskhost.autoconfigure.schema;

import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.spi.TypeSchemas;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;

/**
 * Auto-configuration for the schemas that describe the inputs of kinds and the answers to
 * typed questions.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnClass({ SchemaGenerator.class, JacksonSchemaModule.class })
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostTypeSchemasAutoConfiguration {

	TaskhostTypeSchemasAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean(TypeSchemas.class)
	GeneratedSchemas taskhostTypeSchemas() {
		return new GeneratedSchemas();
	}

}
