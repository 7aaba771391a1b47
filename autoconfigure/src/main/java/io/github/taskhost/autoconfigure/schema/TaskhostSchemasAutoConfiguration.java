package io.github.taskhost.autoconfigure.schema;

import com.google.re2j.Pattern;
import com.networknt.schema.SchemaRegistry;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.spi.AnswerSchemas;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auto-configuration for the schemas of expected answers.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnClass({ JsonMapper.class, SchemaRegistry.class })
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostSchemasAutoConfiguration {

	TaskhostSchemasAutoConfiguration() {
	}

	/** Supports patterns when the library for linear-time patterns is present. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Pattern.class)
	static class PatternsConfiguration {

		@Bean
		@Proxyable(ProxyType.INTERFACES)
		@ConditionalOnMissingBean(AnswerSchemas.class)
		JsonSchemas taskhostAnswerSchemas() {
			return new JsonSchemas(LinearPatterns::new);
		}

	}

	/** Refuses patterns without that library. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("com.google.re2j.Pattern")
	static class NoPatternsConfiguration {

		@Bean
		@Proxyable(ProxyType.INTERFACES)
		@ConditionalOnMissingBean(AnswerSchemas.class)
		JsonSchemas taskhostAnswerSchemas() {
			return new JsonSchemas((budget) -> new RefusedPatterns());
		}

	}

}
