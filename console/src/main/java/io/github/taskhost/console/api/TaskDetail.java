package io.github.taskhost.console.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.taskhost.autoconfigure.view.TaskJson;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.ScheduledRun;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskLinks;
import org.jspecify.annotations.Nullable;

/**
 * A task with its details.
 *
 * @param now the time of the server
 * @param row the attributes of a list
 * @param mode the mode, in lower case
 * @param producer the producer
 * @param parentUid the uid of the parent, or {@code null}
 * @param ancestors the ancestors that are still known, the root first, at most 20
 * @param childrenCount the number of children, at most 1,001
 * @param summary the summary, or {@code null}
 * @param cancelPolicy the cancel policy, in lower case
 * @param closePolicy the close policy, in lower case
 * @param timeout the timeout in ISO-8601, or {@code null}
 * @param cancelRequestedAt the time of the cancel request, or {@code null}
 * @param cancelledBy the user that requested it, or {@code null}
 * @param abandoned whether the record ended and the thread did not, or {@code null}
 * @param idempotencyKey the idempotency key, or {@code null}
 * @param heartbeatAt the time of the last heartbeat, or {@code null}
 * @param duration the time since the start, up to the end, in ISO-8601, or {@code null}
 * @param artifacts the artifacts, or {@code null} if there are none
 * @param links the links, or {@code null} if there are none
 * @param input the input, or {@code null}
 * @param result the result, or {@code null}
 * @param attempts the attempts, oldest first
 * @param question the open question, or {@code null}
 * @param canAnswer whether the user may answer it
 * @param answerReason the reason for which the user may not, or {@code null}
 * @param canMessage whether the user may send messages
 * @param canCancel whether the user may cancel the task
 * @param canReattach whether the user may start the next attempt
 * @param answers the kept answers
 * @param timeline the moments, oldest first
 * @param timelinePartial whether moments are left out, or {@code null}
 * @param run the schedule that started the task, or {@code null}
 * @param awaited the first 20 tasks that it waits or waited for and that are still known,
 * or {@code null} if it waited for none
 * @param awaitedCount the number of tasks that it waits or waited for
 */
public record TaskDetail(Instant now, @JsonUnwrapped TaskRow row, String mode, String producer,
		@Nullable UUID parentUid, List<Ancestor> ancestors, int childrenCount, @Nullable String summary,
		String cancelPolicy, String closePolicy, @Nullable String timeout, @Nullable Instant cancelRequestedAt,
		@Nullable String cancelledBy, @Nullable Boolean abandoned, @Nullable String idempotencyKey,
		@Nullable Instant heartbeatAt, @Nullable String duration, @Nullable List<TaskArtifact> artifacts,
		@Nullable TaskLinks links, @Nullable Value input, @Nullable Value result, List<AttemptView> attempts,
		@Nullable Question question, boolean canAnswer, @Nullable String answerReason, boolean canMessage,
		boolean canCancel, boolean canReattach, List<AnswerView> answers, List<Moment> timeline,
		@Nullable Boolean timelinePartial, @Nullable ScheduledRun run, @Nullable List<Ancestor> awaited,
		int awaitedCount) {

	static @Nullable String text(@Nullable Duration duration) {
		return (duration != null) ? duration.toString() : null;
	}

	/**
	 * An ancestor.
	 *
	 * @param uid the uid
	 * @param name the display name
	 * @param state the state, in lower case
	 */
	public record Ancestor(UUID uid, String name, String state) {

		static Ancestor of(BackgroundTaskRecord record) {
			return new Ancestor(record.uid(), record.displayName(), TaskJson.name(record.state()));
		}

	}

	/**
	 * A value of a task.
	 *
	 * @param text formatted JSON, sanitized or masked, or {@code null}
	 * @param size the size of the JSON in characters, or {@code null}
	 * @param omitted the reason for which the value was not kept, or {@code null}
	 */
	public record Value(@Nullable String text, @Nullable Integer size, @Nullable String omitted) {
	}

	/**
	 * An attempt.
	 *
	 * @param number the number, from 1
	 * @param startedAt the time of its start, or {@code null}
	 * @param endedAt the time of its end, or {@code null}
	 * @param worker the host instance, or {@code null}
	 * @param failure its failure, or {@code null}
	 * @param cancelled {@code true} if it ended since the task was cancelled, else
	 * {@code null}
	 */
	public record AttemptView(int number, @Nullable Instant startedAt, @Nullable Instant endedAt,
			@Nullable String worker, TaskRow.@Nullable Failure failure, @Nullable Boolean cancelled) {
	}

	/**
	 * An open question.
	 *
	 * @param key the key
	 * @param number the number
	 * @param prompt the text for people
	 * @param expected the JSON Schema of the answer, or {@code null}
	 * @param expectedText the schema as formatted text, or {@code null}
	 * @param deadline the deadline, or {@code null}
	 * @param authority the authority that an answer requires, or {@code null}
	 * @param since the time at which it was asked
	 */
	public record Question(String key, int number, String prompt, @Nullable Object expected,
			@Nullable String expectedText, @Nullable Instant deadline, @Nullable String authority, Instant since) {
	}

	/**
	 * A kept answer.
	 *
	 * @param key the key of its question
	 * @param text JSON on one line, sanitized or masked
	 * @param time the time
	 * @param by the user, or {@code null}
	 */
	public record AnswerView(String key, @Nullable String text, Instant time, @Nullable String by) {
	}

}
