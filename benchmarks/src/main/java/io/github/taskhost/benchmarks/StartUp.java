package io.github.taskhost.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.h2.Driver;
import org.jobrunr.configuration.JobRunr;
import org.openjdk.jmh.annotations.Benchmark;
import org.quartz.Job;

/**
 * Measures the start of an empty application with web and Actuator, without and with the
 * starter. Each start runs in a separate JVM, with nothing but the measured parts on the
 * class path.
 */
final class StartUp {

	private static final List<Class<?>> EXCLUDED = List.of(Job.class, JobRunr.class, Scheduler.class, Driver.class,
			Benchmark.class);

	private final Map<String, List<List<Double>>> figures = new LinkedHashMap<>();

	private StartUp() {
	}

	public static void main(String[] args) throws Exception {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "rounds", "flags");
		Machine.describe(out, "Start-up");
		int rounds = arguments.number("rounds", 11);
		String flags = arguments.text("flags", "-Xmx512m");
		Map<String, String> variants = variants();
		StartUp startUp = new StartUp();
		for (int i = 0; i < rounds; i++) {
			for (Map.Entry<String, String> variant : variants.entrySet()) {
				startUp.add(variant.getKey(), start(flags, variant.getValue()));
			}
		}
		out.printf("%d starts each in turns, with `%s`: median (smallest..largest)%n%n", rounds, flags);
		startUp.print(out);
	}

	private static Map<String, String> variants() {
		Map<String, String> variants = new LinkedHashMap<>();
		variants.put("web and Actuator", classPathWithout(PrometheusMeterRegistry.class, BackgroundTaskHost.class,
				TaskhostAutoConfiguration.class));
		variants.put("with the Prometheus registry, which the starter brings",
				classPathWithout(BackgroundTaskHost.class, TaskhostAutoConfiguration.class));
		variants.put("with the starter", classPathWithout());
		return variants;
	}

	private static String classPathWithout(Class<?>... classes) {
		List<String> entries = new ArrayList<>(
				List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
		EXCLUDED.forEach((type) -> entries.remove(Machine.jarOf(type).toString()));
		Arrays.stream(classes).forEach((type) -> entries.remove(Machine.jarOf(type).toString()));
		return String.join(File.pathSeparator, entries);
	}

	/** Runs {@link EmptyApplication} once, and returns its figures. */
	private static List<Double> start(String flags, String classPath) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		command.addAll(List.of(flags.split(" ", -1)));
		command.addAll(List.of("-cp", classPath, EmptyApplication.class.getName()));
		Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException("The application did not start. Its output: " + output);
		}
		return Arrays.stream(output.strip().split(" ", -1)).map(Double::valueOf).toList();
	}

	private void add(String variant, List<Double> start) {
		List<List<Double>> columns = this.figures.computeIfAbsent(variant,
				(name) -> start.stream().map((figure) -> (List<Double>) new ArrayList<Double>()).toList());
		for (int i = 0; i < start.size(); i++) {
			columns.get(i).add(start.get(i));
		}
	}

	private void print(PrintStream out) {
		Table table = new Table("application", "JVM start to ready, ms", "CPU, ms", "beans", "classes", "heap, MiB");
		this.figures.forEach((variant, columns) -> {
			List<String> cells = new ArrayList<>(List.of(variant));
			columns.forEach((column) -> cells.add(Figures.of(column).spread()));
			table.row(cells.toArray(new String[0]));
		});
		table.print(out);
	}

}
