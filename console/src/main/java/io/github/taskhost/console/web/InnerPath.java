package io.github.taskhost.console.web;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;

/**
 * The path of a request within the console. Taken from the parsed path by which the
 * request was mapped, so that the console reads no other path than the mapping did.
 */
public final class InnerPath {

	private InnerPath() {
	}

	/**
	 * Returns the path within the console. Segments are decoded and without matrix
	 * parameters; one with an encoded slash stays encoded, as no path of the console has
	 * any.
	 * @param path the path within the application, which begins with that of the console
	 * @param console the path of the console
	 * @return the path, such as {@code /api/tasks}; empty for the path of the console
	 * without a slash
	 */
	public static String of(PathContainer path, String console) {
		long separators = console.chars().filter((character) -> character == '/').count();
		StringBuilder inner = new StringBuilder();
		path.elements().stream().skip(2 * separators).map(InnerPath::text).forEach(inner::append);
		return inner.toString();
	}

	private static String text(PathContainer.Element element) {
		if (!(element instanceof PathSegment segment)) {
			return element.value();
		}
		String decoded = segment.valueToMatch();
		return (decoded.indexOf('/') < 0) ? decoded : segment.value();
	}

}
