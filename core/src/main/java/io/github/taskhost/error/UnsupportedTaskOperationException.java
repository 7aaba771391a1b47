package io.github.taskhost.error;

/**
 * A kind of task does not support an operation.
 */
public class UnsupportedTaskOperationException extends BackgroundTaskException {

	/** The kind. */
	private final String kind;

	/** The operation. */
	private final String operation;

	/**
	 * Creates the exception.
	 * @param kind the kind
	 * @param operation what it does not support
	 */
	public UnsupportedTaskOperationException(String kind, String operation) {
		super("Kind '" + kind + "' does not support '" + operation + "'.");
		this.kind = kind;
		this.operation = operation;
	}

	/**
	 * The kind.
	 * @return its name
	 */
	public String kind() {
		return this.kind;
	}

	/**
	 * What the kind does not support.
	 * @return the operation
	 */
	public String operation() {
		return this.operation;
	}

}
