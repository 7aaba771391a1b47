package io.github.taskhost.autoconfigure.codec;

import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.TaskhostProperties;
import io.github.taskhost.spi.PayloadCodec;
import jakarta.validation.Validator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auto-configuration for the codec of inputs, answers and results.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TaskhostProperties.class)
public final class TaskhostCodecAutoConfiguration {

	TaskhostCodecAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean(PayloadCodec.class)
	JacksonPayloadCodec taskhostPayloadCodec(TaskhostProperties properties,
			ObjectProvider<PayloadValidation> validation) {
		return new JacksonPayloadCodec(properties.payload().maxSize(),
				validation.getIfAvailable(() -> PayloadValidation.NONE));
	}

	/** Validates decoded values when Jakarta Validation is present. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Validator.class)
	static class ValidationConfiguration {

		@Bean
		@Proxyable(ProxyType.INTERFACES)
		PayloadValidation taskhostPayloadValidation(ObjectProvider<Validator> validator) {
			Validator available = validator.getIfAvailable();
			return (available != null) ? new JakartaPayloadValidation(available) : PayloadValidation.NONE;
		}

	}

}
