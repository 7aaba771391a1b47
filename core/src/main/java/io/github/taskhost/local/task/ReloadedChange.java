package io.github.taskhost.local.task;

import io.github.taskhost.lifecycle.Outcome;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * The changes that other hosts made to a task of this host, as one change, with the
 * messages and answers that came with them.
 */
public final class ReloadedChange extends Change {

	private final StoredDetails details;

	/**
	 * Creates a change.
	 * @param task the task
	 * @param before the record that this host had
	 * @param after the record after the changes
	 * @param outcome the consequences in this host
	 * @param nanos the reading of the monotonic clock
	 * @param details the stored details of the task
	 */
	public ReloadedChange(LocalTask task, BackgroundTaskRecord before, BackgroundTaskRecord after, Outcome outcome,
			long nanos, StoredDetails details) {
		super(task, before, after, outcome, nanos);
		this.details = details;
	}

	/** The stored details of the task. */
	public StoredDetails details() {
		return this.details;
	}

}
