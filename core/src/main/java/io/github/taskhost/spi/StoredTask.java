package io.github.taskhost.spi;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.FailureKind;

/**
 * A task as a journal stores it.
 *
 * @param record the record, with the latest report that was stored
 * @param revision the number of its stored changes
 * @param recoveries the number of workers in a row that were lost before while they ran
 * the task
 * @param readable whether the stored record could be read; otherwise the record is a
 * placeholder with the values that the journal knows apart from it, and with a failure of
 * kind {@link FailureKind#UNREADABLE} that has the reason
 */
public record StoredTask(BackgroundTaskRecord record, long revision, int recoveries, boolean readable) {

	/**
	 * Creates a task whose record could be read.
	 * @param record the record
	 * @param revision the number of its stored changes
	 * @param recoveries the number of lost workers
	 */
	public StoredTask(BackgroundTaskRecord record, long revision, int recoveries) {
		this(record, revision, recoveries, true);
	}

}
