package io.github.taskhost.autoconfigure.schema;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Estimates the size of a pattern's program from the text of the pattern: the library
 * expands repeated groups before it counts, and nested groups multiply.
 */
final class ProgramSize {

	private static final Pattern COUNTED = Pattern.compile("(.?)\\{(\\d{1,4})(?:(,)(\\d{0,4}))?\\}");

	/** Instructions that every program has. */
	private static final int FRAME = 8;

	private ProgramSize() {
	}

	/**
	 * Returns an upper bound, at most {@code limit + 1}. An optional copy takes two
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

	/** Tells whether the repetition applies to a group or to another repetition. */
	private static boolean repeatsMany(String before) {
		return before.isEmpty() || ")}*+?".contains(before);
	}

	private static long count(Matcher counted) {
		long least = Long.parseLong(counted.group(2)) + 1;
		String most = counted.group(4);
		return (most == null || most.isEmpty()) ? least : Math.max(least, Long.parseLong(most));
	}

}
