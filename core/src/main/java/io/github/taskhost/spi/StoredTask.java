package io.github.taskhost.spi;

import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * A task as a journal stores it.
 *
 * @param record the record, with the latest report that was stored
 * @param revision the number of its stored changes
 * @param recoveries the number of workers that were lost while they ran the task, since
 * it last had a start that ended otherwise
 */
public record StoredTask(BackgroundTaskRecord record, long revision, int recoveries) {
}
