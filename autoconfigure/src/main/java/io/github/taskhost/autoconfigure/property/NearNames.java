package io.github.taskhost.autoconfigure.property;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Names that a misspelt name may mean: those that differ from it by one typing error, or
 * by two if it is long. A typing error is a missing, additional or wrong character, or
 * two neighbours in the wrong order. Internal.
 */
public final class NearNames {

	private static final int LONG = 9;

	private static final int MAX_NAMES = 3;

	private NearNames() {
	}

	/**
	 * Returns the names that a name may mean.
	 * @param name the name
	 * @param known the known names
	 * @return at most three of the known names, the nearest ones first; never the name
	 */
	public static List<String> of(String name, Collection<String> known) {
		int most = (name.length() < LONG) ? 1 : 2;
		return known.stream()
			.filter((candidate) -> !candidate.equals(name) && Math.abs(candidate.length() - name.length()) <= most)
			.filter((candidate) -> errors(name, candidate) <= most)
			.sorted(Comparator.<String>comparingInt((candidate) -> errors(name, candidate))
				.thenComparing(Comparator.naturalOrder()))
			.limit(MAX_NAMES)
			.toList();
	}

	/** The number of typing errors between two words. */
	private static int errors(String one, String other) {
		int[][] errors = new int[one.length() + 1][other.length() + 1];
		for (int i = 0; i <= one.length(); i++) {
			for (int j = 0; j <= other.length(); j++) {
				errors[i][j] = (i == 0 || j == 0) ? i + j : least(errors, one, other, i, j);
			}
		}
		return errors[one.length()][other.length()];
	}

	private static int least(int[][] errors, String one, String other, int i, int j) {
		boolean same = one.charAt(i - 1) == other.charAt(j - 1);
		int least = Math.min(errors[i - 1][j - 1] + (same ? 0 : 1), Math.min(errors[i - 1][j], errors[i][j - 1]) + 1);
		boolean swapped = i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
				&& one.charAt(i - 2) == other.charAt(j - 1);
		return swapped ? Math.min(least, errors[i - 2][j - 2] + 1) : least;
	}

}
