package io.github.taskhost.local.handle;

import java.lang.reflect.Type;
import java.util.Objects;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskResultException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * Reads results from records, and explains why a task has none.
 */
public final class Results {

	private Results() {
	}

	/**
	 * Decodes the result in a record.
	 * @throws TaskStateException if the record has no result of that type
	 */
	public static <T> T decoded(BackgroundTaskRecord record, Class<T> type, PayloadCodec codec) {
		TaskResult result = record.result();
		if (result == null) {
			throw unreadable(record, "it completed without one. Read record().summary() for its outcome.", null);
		}
		if (result.value() == null) {
			throw unreadable(record, "it was omitted from the record (" + result.omitted()
					+ "). Return a value that can be kept, or use the handle that the spawn returned.", null);
		}
		Object value = decode(record, result, type, codec);
		if (!Boxed.of(type).isInstance(value)) {
			throw unreadable(record, "it is " + ((value != null) ? "of type " + value.getClass().getName() : "null")
					+ " and not of type " + type.getTypeName() + ".", null);
		}
		return Boxed.of(type).cast(value);
	}

	private static @Nullable Object decode(BackgroundTaskRecord record, TaskResult result, Type type,
			PayloadCodec codec) {
		try {
			return codec.decode(Objects.requireNonNull(result.value()), type);
		}
		catch (InvalidTaskArgumentException ex) {
			throw unreadable(record, "it cannot be read as " + type.getTypeName() + ": " + ex.getMessage(), ex);
		}
	}

	/** The exception for a value that the body returned to another handle. */
	static TaskStateException notHere(BackgroundTaskRecord record) {
		return unreadable(record, "this handle did not start it, or it was completed by a report. "
				+ "Read the result of the record with result(Type.class).", null);
	}

	private static TaskStateException unreadable(BackgroundTaskRecord record, String reason,
			@Nullable Throwable cause) {
		return new TaskResultException("The result of task " + nameOf(record) + " cannot be read: " + reason, cause);
	}

	/** The exception for a task that did not complete. */
	static TaskStateException none(LocalTask task, @Nullable Throwable thrown) {
		BackgroundTaskRecord record = task.record();
		return new TaskResultException("Task " + nameOf(record) + " has no result: " + reason(task, record), thrown);
	}

	private static String nameOf(BackgroundTaskRecord record) {
		String label = record.registration().displayName();
		return "'" + record.id() + "'" + ((label != null) ? " (" + label + ")" : "") + " of session '"
				+ record.sessionId() + "'";
	}

	private static String reason(LocalTask task, BackgroundTaskRecord record) {
		if (record.state() == BackgroundTaskState.CANCELLED) {
			return "it was cancelled" + ((record.cancelReason() != null) ? ", reason: " + record.cancelReason() : ".");
		}
		if (record.state() == BackgroundTaskState.FAILED) {
			return failed(record.failure());
		}
		return task.isRemoved() ? "its record was removed before it ended."
				: "it is " + record.state() + " and has not ended. Await it first.";
	}

	private static String failed(@Nullable TaskFailure failure) {
		if (failure == null) {
			return "it failed.";
		}
		return "it failed (" + failure.kind() + ")" + ((failure.type() != null) ? ", " + failure.type() : "")
				+ ((failure.message() != null) ? ": " + failure.message() : "");
	}

}
