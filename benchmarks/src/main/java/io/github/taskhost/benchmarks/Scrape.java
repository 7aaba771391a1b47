package io.github.taskhost.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.benchmarks.Application.Part;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Measures a scrape by Prometheus, with few and many live tasks.
 */
final class Scrape {

	private Scrape() {
	}

	public static void main(String[] args) {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) {
		Arguments arguments = Arguments.of(args, "tasks", "scrapes");
		Machine.describe(out, "Scrape by Prometheus");
		int scrapes = arguments.number("scrapes", 2000);
		out.printf("ms per scrape of %,d, after as many warm-up scrapes%n%n", scrapes);
		Table table = new Table("live tasks", "meters of the host, p50", "p99", "lines", "all meters, p50", "p99",
				"lines");
		for (int tasks : arguments.numbers("tasks", "10,100000,1000000")) {
			table.row(row(tasks, scrapes));
		}
		table.print(out);
	}

	private static String[] row(int tasks, int scrapes) {
		List<String> row = new ArrayList<>(List.of(String.format("%,d", tasks)));
		measure(row, tasks, scrapes, OnlyHost.class);
		measure(row, tasks, scrapes);
		return row.toArray(String[]::new);
	}

	private static void measure(List<String> row, int tasks, int scrapes, Class<?>... more) {
		try (ConfigurableApplicationContext context = Application.start(WebApplicationType.NONE, List.of(Part.values()),
				more)) {
			Hosts.fill(context.getBean(BackgroundTaskHost.class), tasks, false);
			PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
			Figures figures = time(registry::scrape, scrapes);
			row.addAll(List.of(Figures.number(figures.median()), Figures.number(figures.quantile(0.99)),
					lines(registry::scrape)));
		}
	}

	private static Figures time(Supplier<String> scrape, int scrapes) {
		List<Double> millis = new ArrayList<>();
		for (int i = -scrapes; i < scrapes; i++) {
			long start = System.nanoTime();
			int length = scrape.get().length();
			double time = (System.nanoTime() - start) / 1e6;
			if (i >= 0 && length > 0) {
				millis.add(time);
			}
		}
		return Figures.of(millis);
	}

	private static String lines(Supplier<String> scrape) {
		return Long.toString(scrape.get().lines().filter((line) -> !line.startsWith("#")).count());
	}

	/** Denies all meters except the meters of the host. */
	@Configuration(proxyBeanMethods = false)
	static class OnlyHost {

		@Bean
		MeterFilter onlyHost() {
			return MeterFilter.denyUnless((id) -> id.getName().startsWith("taskhost."));
		}

	}

}
