package io.github.taskhost.autoconfigure.endpoint;

import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Result of an action on a task.
 *
 * @param record the record after the action
 * @param receipt the receipt of an answer, or {@code null} for other actions
 */
record TaskChange(BackgroundTaskRecord record, @Nullable TaskMessageReceipt receipt) {
}
