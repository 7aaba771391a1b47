package io.github.taskhost.benchmarks;

import java.util.Collection;
import java.util.Locale;

/**
 * Measured values of one thing.
 */
final class Figures {

	private final double[] sorted;

	private Figures(double[] sorted) {
		this.sorted = sorted;
	}

	static Figures of(Collection<Double> values) {
		if (values.isEmpty()) {
			throw new IllegalArgumentException("Nothing was measured");
		}
		return new Figures(values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
	}

	double median() {
		return quantile(0.5);
	}

	/** The smallest value that this part of all values does not exceed. */
	double quantile(double part) {
		int rank = (int) Math.ceil(part * this.sorted.length);
		return this.sorted[Math.max(0, rank - 1)];
	}

	/** Median, and in brackets the smallest and the largest. */
	String spread() {
		return number(median()) + " (" + number(this.sorted[0]) + ".." + number(this.sorted[this.sorted.length - 1])
				+ ")";
	}

	/** Three digits that say something, or all of a whole number. */
	static String number(double value) {
		double size = Math.abs(value);
		int decimals = (size >= 100) ? 0 : (size >= 10) ? 1 : (size >= 1) ? 2 : 3;
		return String.format(Locale.ROOT, "%,." + decimals + "f", value);
	}

}
