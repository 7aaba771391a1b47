package io.github.taskhost.autoconfigure.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the program of a pattern can become, from its text alone: the library writes
 * repeated groups out before it counts, and groups in groups multiply.
 */
final class ProgramSize {

	private static final Pattern COUNTED = Pattern.compile("(.?)\\{(\\d{1,4})(?:(,)(\\d{0,4}))?\\}");

	/** What every program has before and after. */
	private static final int FRAME = 8;

	private ProgramSize() {
	}

	/**
	 * An upper bound; at most {@code limit + 1}. A copy that may be left out takes two
	 * instructions.
	 */
	static long of(String pattern, long limit) {
		long atoms = pattern.length() + (long) FRAME;
		long groups = 1;
		Matcher counted = COUNTED.matcher(pattern);
		while (counted.find()) {
			long count = count(counted);
			if (repeatsMany(counted.group(1))) {
				groups = Math.min(groups * count, limit + 1);
			}
			else {
				atoms += 2 * count;
			}
		}
		return Math.min(atoms * groups, limit + 1);
	}

	/** What follows a group, or something that is repeated already, multiplies. */
	private static boolean repeatsMany(String before) {
		return before.isEmpty() || ")}*+?".contains(before);
	}

	private static long count(Matcher counted) {
		long least = Long.parseLong(counted.group(2)) + 1;
		String most = counted.group(4);
		return (most == null || most.isEmpty()) ? least : Math.max(least, Long.parseLong(most));
	}

}
