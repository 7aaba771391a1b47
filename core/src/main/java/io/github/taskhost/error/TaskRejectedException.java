package io.github.taskhost.error;

/**
 * Thrown when a host refuses work because of a limit, a closing session or its shutdown.
 * Nothing was changed.
 */
public class TaskRejectedException extends BackgroundTaskException {

	/** The reason of the refusal. */
	private final RejectionReason reason;

	/**
	 * Creates the exception.
	 * @param reason the reason of the refusal
	 * @param message the request, the obstacle and the remedy
	 */
	public TaskRejectedException(RejectionReason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Returns the reason of the refusal.
	 * @return the reason
	 */
	public RejectionReason reason() {
		return this.reason;
	}

}
