package io.github.taskhost.autoconfigure.view;

import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Result of an action on a task.
 *
 * @param record the record after the action
 * @param receipt the receipt of an answer, a decline or a message, or {@code null} for
 * other actions
 */
public record TaskChange(BackgroundTaskRecord record, @Nullable TaskMessageReceipt receipt) {
}
