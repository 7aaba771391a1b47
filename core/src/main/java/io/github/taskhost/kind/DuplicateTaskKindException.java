package io.github.taskhost.kind;

import java.util.List;

import io.github.taskhost.error.BackgroundTaskException;

/**
 * Two executors or handlers define the same kind.
 */
public class DuplicateTaskKindException extends BackgroundTaskException {

	/** The kind. */
	private final String kind;

	/** What defines it. */
	private final transient List<Object> definitions;

	/**
	 * Creates the exception.
	 * @param kind the kind
	 * @param definitions the executors and handlers that define it
	 */
	public DuplicateTaskKindException(String kind, List<Object> definitions) {
		super("Kind '" + kind + "' is defined more than once: by " + definitions.stream().map(Object::toString).toList()
				+ ". Keep one, or give them kinds of their own.");
		this.kind = kind;
		this.definitions = List.copyOf(definitions);
	}

	/**
	 * The kind.
	 * @return its name
	 */
	public String kind() {
		return this.kind;
	}

	/**
	 * What defines it.
	 * @return the executors and handlers
	 */
	public List<Object> definitions() {
		return this.definitions;
	}

}
