package io.github.taskhost.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.jdbc.JdbcTaskJournal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.h2.Driver;
import org.jobrunr.configuration.JobRunr;
import org.openjdk.jmh.annotations.Benchmark;
import org.quartz.Job;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;

/**
 * A JVM of its own for an application, with nothing but the measured parts on its class
 * path.
 *
 * @param flags the flags of the JVM, separated by blanks
 * @param classPath the class path
 */
public record Jvm(String flags, String classPath) {

	/** The store of durable tasks. */
	public static final List<Class<?>> STORE = List.of(JdbcTaskJournal.class, Scheduler.class);

	/** The classes for a database that are on the class path of the benchmarks. */
	public static final List<Class<?>> DATABASE = List.of(HikariDataSource.class, JdbcTemplate.class,
			TransactionDefinition.class, DatabaseDriver.class);

	private static final List<Class<?>> OTHERS = List.of(Job.class, JobRunr.class, Driver.class, Benchmark.class,
			EmbeddedPostgres.class);

	/**
	 * Returns the class path of this JVM without other libraries, and without some jars.
	 */
	public static String classPathWithout(List<List<Class<?>>> excluded) {
		List<String> entries = new ArrayList<>(
				List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
		OTHERS.forEach((type) -> entries.remove(Machine.jarOf(type).toString()));
		excluded.stream().flatMap(Collection::stream).forEach((type) -> entries.remove(Machine.jarOf(type).toString()));
		return String.join(File.pathSeparator, entries);
	}

	/** Starts an application, whose standard output is read by the caller. */
	public Process start(Class<?> application, String... args) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		command.addAll(List.of(this.flags.split(" ", -1)));
		command.addAll(List.of("-cp", this.classPath, application.getName()));
		command.addAll(List.of(args));
		return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
	}

	/** Runs an application that prints a line of figures, and returns them. */
	public List<Double> figures(Class<?> application, String... args) throws IOException, InterruptedException {
		Process process = start(application, args);
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException("The application did not start. Its output: " + output);
		}
		return figures(output);
	}

	/** Reads a line of figures. */
	public static List<Double> figures(String line) {
		return Arrays.stream(line.strip().split(" ", -1)).map(Double::valueOf).toList();
	}

}
