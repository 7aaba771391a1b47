package io.github.taskhost.autoconfigure.json;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Bounded texts of one line, for messages that hold what somebody else wrote.
 */
final class OneLine {

	private static final int PROBLEMS = 3;

	private static final int PROBLEM = 400;

	private OneLine() {
	}

	static String of(@Nullable String text, int limit) {
		if (text == null) {
			return "";
		}
		StringBuilder line = new StringBuilder(Math.min(text.length(), limit + 2));
		text.codePoints()
			.limit(limit + 1L)
			.map((codePoint) -> isHidden(codePoint) ? ' ' : codePoint)
			.forEach(line::appendCodePoint);
		return (line.length() <= limit) ? line.toString() : cut(line, limit);
	}

	/** The first few problems, and how many more there are. */
	static <T> String of(List<T> problems, Function<T, String> text) {
		StringBuilder line = new StringBuilder();
		for (T problem : problems.subList(0, Math.min(problems.size(), PROBLEMS))) {
			line.append(line.isEmpty() ? "" : "; ").append(of(text.apply(problem), PROBLEM));
		}
		int more = problems.size() - PROBLEMS;
		return (more > 0) ? line + "; and " + more + " more" : line.toString();
	}

	private static String cut(StringBuilder line, int limit) {
		int end = limit - 1;
		line.setLength(Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end);
		return line.append('…').toString();
	}

	private static boolean isHidden(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
				true;
			default -> false;
		};
	}

}
