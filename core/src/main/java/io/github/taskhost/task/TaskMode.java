package io.github.taskhost.task;

import io.github.taskhost.kind.BackgroundTaskExecutor;

/**
 * Where the work of a task runs, and so who reports its states.
 */
public enum TaskMode {

	/** A body of this application, on a thread of the host's. */
	MANAGED,

	/** Work elsewhere that was already running when it was registered. */
	EXTERNAL,

	/** A record registered ahead of work whose owner reports everything. */
	REGISTERED,

	/** Work that the host lets the kind's {@link BackgroundTaskExecutor} start. */
	SUBMITTED;

	/**
	 * Whether the owner of the work reports its states.
	 * @return {@code true} for all but {@link #MANAGED}
	 */
	public boolean isReported() {
		return this != MANAGED;
	}

	/**
	 * Whether the work is begun by its owner and not by the host.
	 * @return {@code true} for {@link #EXTERNAL} and {@link #REGISTERED}
	 */
	public boolean isOwnersToStart() {
		return this == EXTERNAL || this == REGISTERED;
	}

}
