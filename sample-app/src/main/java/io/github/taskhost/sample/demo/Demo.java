package io.github.taskhost.sample.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.sample.imports.CsvImports;
import io.github.taskhost.sample.monitors.Monitors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Starts example tasks when the application is ready. The session {@code demo} has an
 * import of a bundled file, which asks a question about its broken rows, and a monitor of
 * the application's health, which runs every 15 seconds. The session {@code archive} has
 * an import that runs for ten minutes, one that fails, and one of several files. Durable
 * tasks of an earlier start are left as they are.
 */
@Component
class Demo {

	private static final Logger log = LoggerFactory.getLogger(Demo.class);

	private static final String SESSION = "demo";

	private static final String ARCHIVE = "archive";

	private static final int LONG = 60_000;

	private static final int SHORT = 8000;

	private static final Duration PAUSE = Duration.ofSeconds(5);

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
		String port = this.environment.getProperty("local.server.port");
		if (port == null) {
			// A test without a web server.
			return;
		}
		log.info("The sample is ready: http://localhost:{}/taskhost (Ctrl+C stops it)", port);
		if (this.enabled && this.host.session(SESSION).list().isEmpty()) {
			startTasks(port);
			startArchive();
		}
	}

	private void startTasks(String port) throws IOException {
		try (InputStream csv = new ClassPathResource("demo/readings.csv").getInputStream()) {
			this.imports.start(SESSION, csv);
		}
		this.monitors.start(SESSION, "http://127.0.0.1:" + port + "/actuator/health", Duration.ofSeconds(15));
	}

	private void startArchive() throws IOException {
		this.imports.start(ARCHIVE, readings(LONG).getInputStream(), PAUSE);
		this.imports.start(ARCHIVE,
				new ByteArrayResource("name\nJos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)).getInputStream());
		this.imports.startAll(ARCHIVE, Collections.nCopies(3, readings(SHORT)), PAUSE);
	}

	private static ByteArrayResource readings(int rows) {
		String lines = IntStream.range(0, rows)
			.mapToObj((row) -> row + "," + row % 40 + "\n")
			.collect(Collectors.joining());
		return new ByteArrayResource(("reading,value\n" + lines).getBytes(StandardCharsets.UTF_8));
	}

}
