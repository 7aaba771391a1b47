package io.github.taskhost.error;

/**
 * The host does not take the work now; nothing was changed.
 */
public class TaskRejectedException extends BackgroundTaskException {

	/** Why the work was not taken. */
	private final RejectionReason reason;

	/**
	 * Creates the exception.
	 * @param reason why
	 * @param message what was asked, what stood in the way, and what to do
	 */
	public TaskRejectedException(RejectionReason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Why the work was not taken.
	 * @return the reason
	 */
	public RejectionReason reason() {
		return this.reason;
	}

}
