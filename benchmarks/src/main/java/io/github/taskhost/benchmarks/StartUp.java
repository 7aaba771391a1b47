package io.github.taskhost.benchmarks;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * Measures the start of an empty application with web and Actuator, without and with the
 * starter. Each start runs in a separate JVM, with nothing but the measured parts on the
 * class path.
 */
final class StartUp {

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
		Starts starts = new Starts(variants(flags));
		for (int i = 0; i < rounds; i++) {
			starts.round(EmptyApplication.class);
		}
		out.printf("%d starts each in turns, with `%s`: median (smallest..largest)%n%n", rounds, flags);
		starts.print(out);
	}

	private static Map<String, Jvm> variants(String flags) {
		List<Class<?>> host = List.of(BackgroundTaskHost.class, TaskhostAutoConfiguration.class);
		List<Class<?>> registry = List.of(PrometheusMeterRegistry.class);
		Map<String, Jvm> variants = new LinkedHashMap<>();
		variants.put("web and Actuator",
				new Jvm(flags, Jvm.classPathWithout(List.of(Jvm.STORE, Jvm.DATABASE, host, registry))));
		variants.put("with the Prometheus registry, which the starter brings",
				new Jvm(flags, Jvm.classPathWithout(List.of(Jvm.STORE, Jvm.DATABASE, host))));
		variants.put("with the starter", new Jvm(flags, Jvm.classPathWithout(List.of(Jvm.STORE, Jvm.DATABASE))));
		return variants;
	}

}
