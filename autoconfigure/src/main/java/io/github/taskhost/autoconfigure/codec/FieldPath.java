package io.github.taskhost.autoconfigure.codec;

import java.util.ArrayDeque;
import java.util.List;

import io.github.taskhost.internal.text.Texts;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;

/**
 * Path of a field in a JSON document, such as {@code parts[2].name}. Internal.
 */
public final class FieldPath {

	private static final int LIMIT = 200;

	private FieldPath() {
	}

	/**
	 * Writes a path.
	 * @param steps names of properties and indexes of elements
	 * @return the path, of at most 200 characters
	 */
	public static String of(List<?> steps) {
		StringBuilder path = new StringBuilder();
		for (Object step : steps) {
			if (step instanceof Number index) {
				path.append('[').append(index).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(step);
			}
		}
		return Texts.clean(path.toString(), LIMIT);
	}

	static String of(JacksonException thrown) {
		return of(thrown.getPath()
			.stream()
			.map((step) -> (step.getPropertyName() != null) ? step.getPropertyName() : (Object) step.getIndex())
			.toList());
	}

	/** The path of the present token. */
	static String of(JsonParser parser) {
		ArrayDeque<Object> steps = new ArrayDeque<>();
		for (TokenStreamContext at = parser.streamReadContext(); at != null; at = at.getParent()) {
			if (at.inArray()) {
				steps.addFirst(at.getCurrentIndex());
			}
			String name = at.currentName();
			if (name != null) {
				steps.addFirst(name);
			}
		}
		return of(List.copyOf(steps));
	}

	static String child(String path, String name) {
		return Texts.clean(path.isEmpty() ? name : path + "." + name, LIMIT);
	}

}
