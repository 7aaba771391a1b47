package io.github.taskhost.error;

/**
 * Thrown when a kind does not support an operation.
 */
public class UnsupportedTaskOperationException extends BackgroundTaskException {

	/** The name of the kind. */
	private final String kind;

	/** The name of the operation. */
	private final String operation;

	/**
	 * Creates the exception.
	 * @param kind the name of the kind
	 * @param operation the name of the operation, such as {@code deliver}
	 */
	public UnsupportedTaskOperationException(String kind, String operation) {
		super("Kind '" + kind + "' does not support '" + operation
				+ "'. Use another operation, or implement this one in the executor of the kind.");
		this.kind = kind;
		this.operation = operation;
	}

	/**
	 * Returns the name of the kind.
	 * @return the kind
	 */
	public String kind() {
		return this.kind;
	}

	/**
	 * Returns the name of the operation that the kind does not support.
	 * @return the operation
	 */
	public String operation() {
		return this.operation;
	}

}
