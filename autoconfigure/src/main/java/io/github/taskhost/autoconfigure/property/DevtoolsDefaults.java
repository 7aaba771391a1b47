package io.github.taskhost.autoconfigure.property;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Sets short times for a shutdown when Spring Boot's devtools restart the application,
 * unless the application sets them: a developer should not wait for bodies that ignore
 * interrupts. Devtools are known by the class loader of restarts; a packaged application
 * has none.
 */
final class DevtoolsDefaults implements EnvironmentPostProcessor {

	static final String SOURCE = "taskhostDevtoolsDefaults";

	private static final String RESTARTS = "org.springframework.boot.devtools.restart.classloader.RestartClassLoader";

	private static final Map<String, Object> DEFAULTS = Map.of("taskhost.shutdown.grace-period", "1s",
			"taskhost.shutdown.interrupt-wait", "1s");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (isRestarted(application.getClassLoader())) {
			Map<String, Object> defaults = new HashMap<>(DEFAULTS);
			defaults.keySet().removeIf(environment::containsProperty);
			environment.getPropertySources().addLast(new MapPropertySource(SOURCE, defaults));
		}
	}

	private static boolean isRestarted(@Nullable ClassLoader loader) {
		for (ClassLoader next = loader; next != null; next = next.getParent()) {
			if (next.getClass().getName().equals(RESTARTS)) {
				return true;
			}
		}
		return false;
	}

}
