package io.github.taskhost.spi;

import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * A task as a journal stores it.
 *
 * @param record the record, with the latest report that was stored
 * @param revision the number of its stored changes
 * @param recoveries the number of workers in a row that were lost before while they ran
 * the task
 */
public record StoredTask(BackgroundTaskRecord record, long revision, int recoveries) {
}
