package io.github.taskhost.autoconfigure.endpoint;

import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * What came of changing a task.
 *
 * @param record the task after it
 * @param receipt what became of the answer, or {@code null} when none was given
 */
record TaskChange(BackgroundTaskRecord record, @Nullable TaskMessageReceipt receipt) {
}
