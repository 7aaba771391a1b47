package io.github.taskhost.jdbc.autoconfigure;

import java.util.List;

/**
 * Signals that the context has no {@code DataSource} for tasks, or several without a
 * choice.
 */
class NoTaskDataSourceException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final List<String> candidates;

	/**
	 * Creates the exception.
	 * @param candidates the names of the beans; empty if there is none
	 */
	NoTaskDataSourceException(List<String> candidates) {
		super(candidates.isEmpty() ? "There is no DataSource for durable tasks"
				: "There are several DataSources for durable tasks: " + String.join(", ", candidates));
		this.candidates = List.copyOf(candidates);
	}

	List<String> candidates() {
		return this.candidates;
	}

}
