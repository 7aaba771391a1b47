package io.github.taskhost.benchmarks;

import java.util.Collection;
import java.util.Locale;

/**
 * The measured values of a quantity.
 */
public final class Figures {

	private final double[] sorted;

	private Figures(double[] sorted) {
		this.sorted = sorted;
	}

	public static Figures of(Collection<Double> values) {
		if (values.isEmpty()) {
			throw new IllegalArgumentException("There are no measured values");
		}
		return new Figures(values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
	}

	public double median() {
		return quantile(0.5);
	}

	/**
	 * Returns the smallest value that is at least as large as this part of all values.
	 */
	public double quantile(double part) {
		int rank = (int) Math.ceil(part * this.sorted.length);
		return this.sorted[Math.max(0, rank - 1)];
	}

	/** Returns the median, with the smallest and largest value in brackets. */
	public String spread() {
		return number(median()) + " (" + number(this.sorted[0]) + ".." + number(this.sorted[this.sorted.length - 1])
				+ ")";
	}

	/** Formats a number with three significant digits, or all digits before the point. */
	public static String number(double value) {
		double size = Math.abs(value);
		int decimals = (size >= 100) ? 0 : (size >= 10) ? 1 : (size >= 1) ? 2 : 3;
		return String.format(Locale.ROOT, "%,." + decimals + "f", value);
	}

}
