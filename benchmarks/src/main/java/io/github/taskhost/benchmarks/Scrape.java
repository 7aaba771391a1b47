package io.github.taskhost.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.benchmarks.Application.Part;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What a scrape costs, with few live tasks and with many.
 */
final class Scrape {

	private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

	private Scrape() {
	}

	public static void main(String[] args) {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) {
		Arguments arguments = Arguments.of(args, "tasks", "scrapes");
		Machine.describe(out, "Scrape by Prometheus");
		int scrapes = arguments.number("scrapes", 2000);
		out.printf("ms for one of %,d scrapes, after as many to warm up%n%n", scrapes);
		Table table = new Table("live tasks", "meters of the host, p50", "p99", "all meters, p50", "p99",
				"lines of the host", "lines");
		for (int tasks : arguments.numbers("tasks", "10,100000,1000000")) {
			try (ConfigurableApplicationContext context = Application.start(WebApplicationType.NONE,
					List.of(Part.values()))) {
				Hosts.fill(context.getBean(BackgroundTaskHost.class), tasks, false);
				table.row(measure(context, tasks, scrapes));
			}
		}
		table.print(out);
	}

	private static String[] measure(ConfigurableApplicationContext context, int tasks, int scrapes) {
		PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
		Set<String> names = hostNames(context.getBean(PrometheusRegistry.class));
		Supplier<String> ofHost = () -> registry.scrape(TEXT, names);
		Supplier<String> ofAll = registry::scrape;
		Figures host = time(ofHost, scrapes);
		Figures all = time(ofAll, scrapes);
		return new String[] { String.format("%,d", tasks), Figures.number(host.median()),
				Figures.number(host.quantile(0.99)), Figures.number(all.median()), Figures.number(all.quantile(0.99)),
				lines(ofHost), lines(ofAll) };
	}

	private static Set<String> hostNames(PrometheusRegistry registry) {
		Set<String> names = registry.scrape()
			.stream()
			.map(MetricSnapshot::getMetadata)
			.map((metadata) -> metadata.getPrometheusName())
			.filter((name) -> name.startsWith("taskhost_"))
			.collect(Collectors.toUnmodifiableSet());
		if (names.isEmpty()) {
			throw new IllegalStateException("The host has no meters");
		}
		return names;
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

}
