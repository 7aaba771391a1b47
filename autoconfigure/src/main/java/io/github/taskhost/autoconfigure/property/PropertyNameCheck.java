package io.github.taskhost.autoconfigure.property;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses properties below {@code taskhost.} whose names mean nothing. Those of
 * environment variables are logged instead, since a platform may set others that begin
 * with {@code TASKHOST_}. Every class with {@link ConfigurationProperties} below the
 * prefix has a part of the names.
 *
 * <p>
 * Adds the properties of kinds with dashes that environment variables set:
 * {@code TASKHOST_KINDS_DAILY_REPORT_TIMEOUT}.
 */
final class PropertyNameCheck implements BeanFactoryPostProcessor {

	static final String KINDS_OF_ENVIRONMENT = "taskhostKindsOfEnvironment";

	private static final Logger logger = LoggerFactory.getLogger(PropertyNameCheck.class);

	private static final ConfigurationPropertyName TASKHOST = ConfigurationPropertyName.of("taskhost");

	private static final String VARIABLES = "TASKHOST_";

	private static final String DURABLE = "It is a property of durable tasks: add the dependency taskhost-spring-boot-starter-jdbc";

	/** The remedies for groups of modules that are not there. */
	private static final Map<String, String> MODULES = Map.of("durable", DURABLE, "cluster", DURABLE, "console",
			"It is a property of the console: add the dependency taskhost-spring-boot-starter-console");

	private final ConfigurableEnvironment environment;

	PropertyNameCheck(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		PropertyNames names = new PropertyNames();
		boolean complete = false;
		for (BeanFactory factory = beans; factory instanceof ConfigurableListableBeanFactory own; factory = own
			.getParentBeanFactory()) {
			complete |= describe(own, names);
		}
		if (complete) {
			check(names);
		}
	}

	private void check(PropertyNames names) {
		List<SystemEnvironmentPropertySource> variables = this.environment.getPropertySources()
			.stream()
			.filter(SystemEnvironmentPropertySource.class::isInstance)
			.map(SystemEnvironmentPropertySource.class::cast)
			.toList();
		variables.forEach((source) -> readVariables(source, names));
		refuseUnknown(names);
	}

	/**
	 * Adds the names that the properties of a context describe.
	 * @return whether the properties of the host are among them; without them, in an
	 * application that excludes the auto-configuration of the host, no name is refused
	 */
	private static boolean describe(ConfigurableListableBeanFactory beans, PropertyNames names) {
		boolean ofHost = false;
		for (String bean : beans.getBeanDefinitionNames()) {
			ConfigurationProperties properties = beans.findAnnotationOnBean(bean, ConfigurationProperties.class, false);
			Class<?> type = (properties != null) ? beans.getType(bean, false) : null;
			if (properties != null && type != null && ConfigurationPropertyName.isValid(properties.prefix())) {
				ConfigurationPropertyName prefix = ConfigurationPropertyName.of(properties.prefix());
				describe(prefix, type, names);
				ofHost |= TASKHOST.equals(prefix);
			}
		}
		return ofHost;
	}

	private static void describe(ConfigurationPropertyName prefix, Class<?> type, PropertyNames names) {
		if (TASKHOST.equals(prefix) || TASKHOST.isAncestorOf(prefix)) {
			PropertyNames group = names;
			for (int i = 1; i < prefix.getNumberOfElements(); i++) {
				group = group.group(prefix.getElement(i, ConfigurationPropertyName.Form.DASHED));
			}
			group.describe(ResolvableType.forClass(type));
		}
	}

	private void readVariables(SystemEnvironmentPropertySource source, PropertyNames names) {
		Map<String, Object> kinds = new LinkedHashMap<>();
		List<String> unknown = new ArrayList<>();
		for (String variable : source.getPropertyNames()) {
			String name = variable.toUpperCase(Locale.ROOT);
			if (name.startsWith(VARIABLES)) {
				String property = names.ofEnvironment(name.substring(VARIABLES.length()));
				if (property == null) {
					unknown.add(variable);
				}
				else if (property.startsWith(".kinds.")) {
					putIfPresent(kinds, "taskhost" + property, source.getProperty(variable));
				}
			}
		}
		addBefore(source, kinds);
		warn(unknown);
	}

	private static void putIfPresent(Map<String, Object> properties, String name, @Nullable Object value) {
		if (value != null) {
			properties.put(name, value);
		}
	}

	private void addBefore(SystemEnvironmentPropertySource source, Map<String, Object> kinds) {
		String name = KINDS_OF_ENVIRONMENT + "-" + source.getName();
		if (!kinds.isEmpty() && !this.environment.getPropertySources().contains(name)) {
			this.environment.getPropertySources().addBefore(source.getName(), new MapPropertySource(name, kinds));
		}
	}

	private static void warn(List<String> unknown) {
		if (!unknown.isEmpty()) {
			logger.warn("The environment variables {} begin with {}, but mean no property of Taskhost. "
					+ "Correct the names, or remove the variables.", unknown, VARIABLES);
		}
	}

	private void refuseUnknown(PropertyNames names) {
		List<String> unknown = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource properties
					&& !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
				properties.stream()
					.filter((name) -> TASKHOST.isAncestorOf(name) && !names.contain(name, 1))
					.map((name) -> describe(name, source, names))
					.forEach(unknown::add);
			}
		}
		if (!unknown.isEmpty()) {
			throw new UnknownPropertiesException(unknown.stream().distinct().toList());
		}
	}

	private static String describe(ConfigurationPropertyName name, ConfigurationPropertySource source,
			PropertyNames names) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		Origin origin = (property != null) ? property.getOrigin() : null;
		return "'" + name + "'" + ((origin != null) ? " (" + origin + ")" : "") + ". " + remedy(name, names);
	}

	private static String remedy(ConfigurationPropertyName name, PropertyNames names) {
		String module = MODULES.get(name.getElement(1, ConfigurationPropertyName.Form.UNIFORM));
		return (module != null && !names.contain(name.chop(2), 1)) ? module : names.expected(name, 1);
	}

}
