package io.github.taskhost.autoconfigure.property;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Explains that a bean of Taskhost is missing because {@code taskhost.enabled} is
 * {@code false}. Precedes the analyzer of Spring Boot for missing beans.
 */
class DisabledHostFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException>
		implements Ordered {

	private static final String ENABLED = "taskhost.enabled";

	private final Environment environment;

	DisabledHostFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	public int getOrder() {
		return -1;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		Class<?> missing = missingType(cause);
		if (missing == null || !"false".equalsIgnoreCase(this.environment.getProperty(ENABLED))) {
			return null;
		}
		String wanted = (description != null) ? description : "The application";
		return new FailureAnalysis(
				wanted + bean(rootFailure) + " requires a bean of type '" + missing.getName()
						+ "', and there is none because " + ENABLED + " is 'false'" + origin() + ".",
				"Remove " + ENABLED + ", or set it to true. A bean that can do without takes an ObjectProvider<"
						+ missing.getSimpleName() + ">; a bean that cannot can be left out with "
						+ "@ConditionalOnBooleanProperty(name = \"" + ENABLED + "\", matchIfMissing = true).",
				cause);
	}

	private static @Nullable Class<?> missingType(NoSuchBeanDefinitionException cause) {
		ResolvableType type = cause.getResolvableType();
		Class<?> missing = (type != null) ? type.resolve() : null;
		return (missing != null && missing.getName().startsWith("io.github.taskhost.")) ? missing : null;
	}

	private String bean(Throwable failure) {
		UnsatisfiedDependencyException dependency = findCause(failure, UnsatisfiedDependencyException.class);
		return (dependency != null) ? " (bean '" + dependency.getBeanName() + "')" : "";
	}

	private String origin() {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(ConfigurationPropertyName.of(ENABLED));
			if (property != null) {
				return (property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
			}
		}
		return "";
	}

}
