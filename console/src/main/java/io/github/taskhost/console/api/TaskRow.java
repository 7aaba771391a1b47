package io.github.taskhost.console.api;

import java.time.Instant;
import java.util.UUID;

import io.github.taskhost.autoconfigure.view.TaskJson;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;

/**
 * A task in a list.
 *
 * @param uid the uid
 * @param id the id
 * @param session the id of the session
 * @param kind the kind
 * @param name the display name
 * @param state the state, in lower case
 * @param stateSince the time at which it entered the state
 * @param createdAt the time of its registration
 * @param startedAt the time of its first start, or {@code null}
 * @param finishedAt the time of its end, or {@code null}
 * @param progress the progress, or {@code null}
 * @param status the status line, or {@code null}
 * @param attempt the number of the attempt
 * @param maxAttempts the largest number of attempts
 * @param failure the failure, or {@code null}
 * @param asks the open question, or {@code null}
 * @param nextAttemptAt the time at which the present attempt may start, or {@code null}
 * @param cancelReason the reason of its cancellation, or {@code null}
 * @param worker the host instance of its attempt, or {@code null}
 * @param unresponsive {@code true} if its thread or its work goes on after its end, else
 * {@code null}
 * @param version the version of its record
 */
public record TaskRow(UUID uid, String id, String session, String kind, String name, String state, Instant stateSince,
		Instant createdAt, @Nullable Instant startedAt, @Nullable Instant finishedAt, @Nullable Progress progress,
		@Nullable String status, int attempt, int maxAttempts, @Nullable Failure failure, @Nullable Asks asks,
		@Nullable Instant nextAttemptAt, @Nullable String cancelReason, @Nullable String worker,
		@Nullable Boolean unresponsive, long version) {

	static TaskRow of(BackgroundTaskRecord record, Values values, boolean unresponsive) {
		return new TaskRow(record.uid(), record.id(), record.sessionId(), record.kind(), record.displayName(),
				TaskJson.name(record.state()), record.stateSince(), record.createdAt(), record.startedAt(),
				record.finishedAt(), record.progress(), record.status(), record.attempt(), record.maxAttempts(),
				Failure.of(record.failure(), "failure", values), Asks.of(record.inputRequest()), record.nextAttemptAt(),
				record.cancelReason(), record.workerId(), unresponsive ? true : null, record.version());
	}

	/**
	 * A failure.
	 *
	 * @param kind the kind, in lower case
	 * @param message the message, sanitized or masked, or {@code null}
	 * @param type the class of the exception, or {@code null}
	 * @param stack the stack trace, sanitized or masked, or {@code null}
	 */
	public record Failure(String kind, @Nullable String message, @Nullable String type, @Nullable String stack) {

		static @Nullable Failure of(@Nullable TaskFailure failure, String path, Values values) {
			return (failure != null) ? new Failure(TaskJson.name(failure.kind()),
					values.text(path + ".message", failure.message()), failure.type(), null) : null;
		}

		Failure with(@Nullable String trace) {
			return new Failure(this.kind, this.message, this.type, trace);
		}

	}

	/**
	 * An open question.
	 *
	 * @param key the key
	 * @param number the number
	 * @param prompt the text for people
	 */
	public record Asks(String key, int number, String prompt) {

		static @Nullable Asks of(@Nullable InputRequest request) {
			return (request != null) ? new Asks(request.key(), request.number(), request.prompt()) : null;
		}

	}

}
