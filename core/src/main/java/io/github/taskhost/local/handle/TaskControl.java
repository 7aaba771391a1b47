package io.github.taskhost.local.handle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.TaskReports;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.message.TaskOutputPage;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The operations of handles; implemented by the room {@code host}.
 */
public interface TaskControl {

	BackgroundTaskRecord await(LocalTask task, Duration timeout) throws InterruptedException;

	/**
	 * The present form of a task: a task of another host is read again.
	 */
	LocalTask present(LocalTask task);

	BackgroundTaskRecord cancel(LocalTask task, @Nullable String reason);

	BackgroundTaskRecord cancelNow(LocalTask task, @Nullable String reason);

	BackgroundTaskRecord reattach(LocalTask task);

	TaskMessageReceipt send(LocalTask task, List<TaskMessagePart> parts);

	/** Answers a question; the number is 0 for the key alone. */
	TaskMessageReceipt answer(LocalTask task, String key, int number, Object value);

	/** Declines a question; the number is 0 for the key alone. */
	TaskMessageReceipt decline(LocalTask task, String key, int number, @Nullable String reason);

	/** The mailbox and the output of the task. */
	TaskReports reports(LocalTask task);

	/** Waits for output of the task after a position. */
	TaskOutputPage awaitOutput(LocalTask task, long after, int limit, Duration timeout) throws InterruptedException;

	CompletionStage<BackgroundTaskRecord> completion(LocalTask task);

	/** The codec of the host, which decodes results. */
	PayloadCodec codec();

}
