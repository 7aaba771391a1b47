package io.github.taskhost.sample.demo;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import io.github.taskhost.sample.imports.CsvImports;
import io.github.taskhost.sample.monitors.Monitors;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Imports a bundled file and watches the application's own health in the session
 * {@code demo}, so that there is something to see at once.
 */
@Component
@ConditionalOnBooleanProperty(name = "sample.demo.enabled", matchIfMissing = true)
class Demo {

	private static final String SESSION = "demo";

	private final CsvImports imports;

	private final Monitors monitors;

	private final Environment environment;

	Demo(CsvImports imports, Monitors monitors, Environment environment) {
		this.imports = imports;
		this.monitors = monitors;
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void start() throws IOException {
		try (InputStream csv = new ClassPathResource("demo/readings.csv").getInputStream()) {
			this.imports.start(SESSION, csv);
		}
		String port = this.environment.getRequiredProperty("local.server.port");
		this.monitors.start(SESSION, "http://localhost:" + port + "/actuator/health", Duration.ofSeconds(5));
	}

}
