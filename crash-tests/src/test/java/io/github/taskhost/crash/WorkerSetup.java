package io.github.taskhost.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts that workers of a test share. Immutable.
 *
 * @param directory the directory of ledgers and logs
 * @param mutant classes in front of the class path, or an empty list
 * @param lease the lease of the node
 * @param properties further properties, as arguments
 */
record WorkerSetup(Path directory, List<Path> mutant, Duration lease, List<String> properties) {

	private static final List<String> PROPERTIES = List.of("--spring.main.web-application-type=none",
			"--spring.main.banner-mode=off", "--logging.level.io.github.taskhost.local.body=WARN",
			"--spring.jmx.enabled=false", "--taskhost.durable.accept-timeout=2s", "--taskhost.limits.recoveries=1000",
			"--taskhost.retention.max-records=100000000", "--taskhost.retention.max-age=30d",
			"--taskhost.kinds.flaky.retry.max-attempts=6", "--taskhost.kinds.flaky.retry.initial-delay=20ms",
			"--taskhost.shutdown.grace-period=200ms");

	/** Workers whose ledgers and logs stay in a new directory of the build. */
	static WorkerSetup of(String name, Duration lease) {
		Path directory = Path.of(System.getProperty("basedir", ""), "target", "crash",
				name + "-" + Instant.now().toString().replaceAll("[^0-9]", ""));
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new WorkerSetup(directory, List.of(), lease, List.of());
	}

	WorkerSetup withMutant(Path classes) {
		return new WorkerSetup(this.directory, List.of(classes), this.lease, this.properties);
	}

	WorkerSetup withLease(Duration next) {
		return new WorkerSetup(this.directory, this.mutant, next, this.properties);
	}

	WorkerSetup with(String property) {
		List<String> all = new ArrayList<>(this.properties);
		all.add("--" + property);
		return new WorkerSetup(this.directory, this.mutant, this.lease, all);
	}

	/** The arguments; of properties that are given twice, the last counts. */
	List<String> arguments() {
		Map<String, String> byName = new LinkedHashMap<>();
		PROPERTIES.forEach((property) -> byName.put(name(property), property));
		this.properties.forEach((property) -> byName.put(name(property), property));
		byName.put("lease", "--taskhost.cluster.lease=" + this.lease.toMillis() + "ms");
		return List.copyOf(byName.values());
	}

	private static String name(String property) {
		return property.substring(0, property.indexOf('='));
	}

	/** The class path of this JVM, behind the classes of a mutant. */
	String classPath() {
		List<String> path = new ArrayList<>(this.mutant.stream().map(Path::toString).toList());
		path.add(testClassPath());
		return String.join(File.pathSeparator, path);
	}

	static String testClassPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

}
