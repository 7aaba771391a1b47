package io.github.taskhost.autoconfigure.json;

import java.util.List;

import tools.jackson.core.JacksonException;

/**
 * Where in a JSON document something is, as people write it: {@code parts[2].name}.
 */
final class FieldPath {

	private static final int LIMIT = 200;

	private final StringBuilder text = new StringBuilder();

	private FieldPath() {
	}

	/** The path of names and of the numbers of elements. */
	static String of(List<?> steps) {
		FieldPath path = new FieldPath();
		steps.forEach(path::add);
		return OneLine.of(path.text.toString(), LIMIT);
	}

	static String of(JacksonException thrown) {
		return of(thrown.getPath()
			.stream()
			.map((step) -> (step.getPropertyName() != null) ? step.getPropertyName() : (Object) step.getIndex())
			.toList());
	}

	/** The problem with its path; of the document as a whole, the problem alone. */
	static String problem(String path, String problem) {
		return path.isEmpty() ? problem : path + ": " + problem;
	}

	static String child(String path, String name) {
		return OneLine.of(path.isEmpty() ? name : path + "." + name, LIMIT);
	}

	private void add(Object step) {
		if (step instanceof Number number) {
			this.text.append('[').append(number).append(']');
			return;
		}
		this.text.append(this.text.isEmpty() ? "" : ".").append(step);
	}

}
