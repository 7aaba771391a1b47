package io.github.taskhost.autoconfigure.codec;

import java.util.ArrayList;
import java.util.List;

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
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.cfg.MapperBuilder;
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
			ObjectProvider<PayloadValidation> validation, ObjectProvider<JacksonModule> modules,
			ApplicationContext context) {
		return new JacksonPayloadCodec(properties.payload().maxSize(),
				validation.getIfAvailable(() -> PayloadValidation.NONE), modules(modules, context));
	}

	/** The modules that the mapper of Spring Boot has too. */
	private static List<JacksonModule> modules(ObjectProvider<JacksonModule> beans, ApplicationContext context) {
		List<JacksonModule> modules = new ArrayList<>();
		if (context.getEnvironment().getProperty("spring.jackson.find-and-add-modules", Boolean.class, true)) {
			modules.addAll(MapperBuilder.findModules(context.getClassLoader()));
		}
		beans.orderedStream().forEach(modules::add);
		return modules;
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
