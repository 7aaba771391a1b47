package io.github.taskhost.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of the starts of applications, by variants of their class paths.
 */
public final class Starts {

	private final Map<String, Jvm> variants;

	private final Map<String, List<List<Double>>> figures = new LinkedHashMap<>();

	/** Creates an empty table for the variants, by their names. */
	public Starts(Map<String, Jvm> variants) {
		this.variants = variants;
	}

	/** Starts each variant once. */
	public void round(Class<?> application, String... args) throws IOException, InterruptedException {
		for (Map.Entry<String, Jvm> variant : this.variants.entrySet()) {
			add(variant.getKey(), variant.getValue().figures(application, args));
		}
	}

	private void add(String variant, List<Double> start) {
		List<List<Double>> columns = this.figures.computeIfAbsent(variant,
				(name) -> start.stream().map((figure) -> (List<Double>) new ArrayList<Double>()).toList());
		for (int i = 0; i < start.size(); i++) {
			columns.get(i).add(start.get(i));
		}
	}

	/** Prints the medians. */
	public void print(PrintStream out) {
		Table table = new Table("application", "JVM start to ready, ms", "CPU, ms", "beans", "classes", "heap, MiB");
		this.figures.forEach((variant, columns) -> {
			List<String> cells = new ArrayList<>(List.of(variant));
			columns.forEach((column) -> cells.add(Figures.of(column).spread()));
			table.row(cells.toArray(new String[0]));
		});
		table.print(out);
	}

}
