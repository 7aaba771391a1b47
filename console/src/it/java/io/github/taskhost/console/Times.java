package io.github.taskhost.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints measured times as a row of a table: median and largest, in milliseconds.
 */
final class Times {

	private Times() {
	}

	static void heading(String title) {
		System.out.printf(Locale.ROOT, "%n%s%n%n| step | times | median, ms | largest, ms |%n|---|---|---|---|%n", title);
	}

	static void row(String step, List<? extends Number> times) {
		double[] sorted = times.stream().mapToDouble(Number::doubleValue).sorted().toArray();
		System.out.printf(Locale.ROOT, "| %s | %,d | %,.0f | %,.0f |%n", step, sorted.length, sorted[sorted.length / 2],
				Arrays.stream(sorted).max().orElse(Double.NaN));
	}

}
