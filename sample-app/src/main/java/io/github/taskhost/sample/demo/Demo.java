package io.github.taskhost.sample.demo;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.sample.imports.CsvImports;
import io.github.taskhost.sample.monitors.Monitors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Starts example tasks in the session {@code demo} when the application is ready: an
 * import of a bundled file, which asks a question about its broken rows, and a monitor of
 * the application's health. Durable tasks of an earlier start are left as they are.
 */
@Component
class Demo {

	private static final String SESSION = "demo";

	private final BackgroundTaskHost host;

	private final CsvImports imports;

	private final Monitors monitors;

	private final Environment environment;

	private final boolean enabled;

	Demo(BackgroundTaskHost host, CsvImports imports, Monitors monitors, Environment environment,
			@Value("${sample.demo.enabled:true}") boolean enabled) {
		this.host = host;
		this.imports = imports;
		this.monitors = monitors;
		this.environment = environment;
		this.enabled = enabled;
	}

	@EventListener(ApplicationReadyEvent.class)
	void start() throws IOException {
		if (!this.enabled || !this.host.session(SESSION).list().isEmpty()) {
			return;
		}
		try (InputStream csv = new ClassPathResource("demo/readings.csv").getInputStream()) {
			this.imports.start(SESSION, csv);
		}
		String port = this.environment.getRequiredProperty("local.server.port");
		this.monitors.start(SESSION, "http://127.0.0.1:" + port + "/actuator/health", Duration.ofSeconds(5));
	}

}
