package io.github.taskhost.task;

/**
 * The place where the work of a task runs, and thereby the source of its states.
 */
public enum TaskMode {

	/** A body of this application, on a thread of the host. */
	MANAGED,

	/** Work elsewhere that already ran when it was registered. */
	EXTERNAL,

	/** Work elsewhere that was registered before it ran, and reports all its states. */
	REGISTERED,

	/** Work elsewhere that an executor of its kind starts, at the request of the host. */
	SUBMITTED;

	/**
	 * Returns whether the owner of the work reports its states.
	 * @return {@code true} for all modes except {@link #MANAGED}
	 */
	public boolean isReported() {
		return this != MANAGED;
	}

	/**
	 * Returns whether the owner starts the work, and not the host.
	 * @return {@code true} for {@link #EXTERNAL} and {@link #REGISTERED}
	 */
	public boolean isOwnersToStart() {
		return this == EXTERNAL || this == REGISTERED;
	}

}
