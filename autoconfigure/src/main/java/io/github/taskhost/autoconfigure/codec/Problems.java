package io.github.taskhost.autoconfigure.codec;

import java.util.List;
import java.util.function.Function;

import io.github.taskhost.internal.text.Texts;

/**
 * Short descriptions of problems in JSON. They may quote text of the document, so they
 * are bounded and have one line. Internal.
 */
public final class Problems {

	private static final int SHOWN = 3;

	private static final int LENGTH = 400;

	private Problems() {
	}

	/**
	 * Puts the path before a problem.
	 * @param path the path, empty for the document as a whole
	 * @param problem the problem
	 * @return one text
	 */
	public static String at(String path, String problem) {
		return path.isEmpty() ? problem : path + ": " + problem;
	}

	/**
	 * Joins the first few problems and counts the others.
	 * @param <T> the type of a problem
	 * @param problems the problems
	 * @param text describes a problem
	 * @return one line
	 */
	public static <T> String summary(List<T> problems, Function<T, String> text) {
		StringBuilder line = new StringBuilder();
		for (T problem : problems.subList(0, Math.min(problems.size(), SHOWN))) {
			line.append(line.isEmpty() ? "" : "; ").append(Texts.clean(text.apply(problem), LENGTH));
		}
		int more = problems.size() - SHOWN;
		return (more > 0) ? line + "; and " + more + " more" : line.toString();
	}

}
