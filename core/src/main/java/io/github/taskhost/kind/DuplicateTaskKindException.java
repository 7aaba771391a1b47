package io.github.taskhost.kind;

import java.util.List;

import io.github.taskhost.error.BackgroundTaskException;

/**
 * Thrown when several executors or handlers define the same kind. The host is not built.
 */
public class DuplicateTaskKindException extends BackgroundTaskException {

	/** The name of the kind. */
	private final String kind;

	/** The executors and handlers that define it. */
	private final transient List<Object> definitions;

	/**
	 * Creates the exception.
	 * @param kind the name of the kind
	 * @param definitions the executors and handlers that define it
	 */
	public DuplicateTaskKindException(String kind, List<Object> definitions) {
		super("Kind '" + kind + "' is defined more than once, by " + definitions.stream().map(Object::toString).toList()
				+ ". Keep one definition, or give each a different kind.");
		this.kind = kind;
		this.definitions = List.copyOf(definitions);
	}

	/**
	 * Returns the name of the kind.
	 * @return the kind
	 */
	public String kind() {
		return this.kind;
	}

	/**
	 * Returns the definitions of the kind.
	 * @return the executors and handlers
	 */
	public List<Object> definitions() {
		return this.definitions;
	}

}
