package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;

import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a task that exists.
 */
public sealed interface TaskCommand {

	/**
	 * The host starts the attempt of a task that waited.
	 *
	 * @param workerId the host instance that executes it
	 */
	record Start(String workerId) implements TaskCommand {
	}

	/**
	 * The work is taken up again under the next attempt.
	 *
	 * @param status the new status line, or {@code null} to keep the present one
	 * @param kept how many earlier attempts are kept
	 */
	record Requeue(@Nullable String status, int kept) implements TaskCommand {
	}

	/**
	 * An update: a refusal where the task cannot follow.
	 *
	 * @param state the state, or {@code null} for no change
	 * @param message the new status line, or {@code null} for no change
	 * @param by who updates, or {@code null}
	 */
	record Update(@Nullable BackgroundTaskState state, @Nullable String message,
			@Nullable String by) implements TaskCommand {

		/**
		 * An update by nobody in particular.
		 * @param state the state, or {@code null} for no change
		 * @param message the new status line, or {@code null} for no change
		 */
		public Update(@Nullable BackgroundTaskState state, @Nullable String message) {
			this(state, message, null);
		}

	}

	/**
	 * A mark of a live state: ignored where the task cannot follow.
	 *
	 * @param state the state
	 */
	record MarkLive(BackgroundTaskState state) implements TaskCommand {
	}

	/**
	 * The work says that it runs or waits: a refusal where the state is another.
	 *
	 * @param state the state
	 */
	record Live(BackgroundTaskState state) implements TaskCommand {
	}

	/**
	 * What the work says about itself; what is {@code null} stays as it is.
	 *
	 * @param status the status line
	 * @param progress how far it is
	 * @param summary the outcome for people
	 */
	record Describe(@Nullable String status, @Nullable Progress progress,
			@Nullable String summary) implements TaskCommand {
	}

	/** The work shows that it lives. */
	record Heartbeat() implements TaskCommand {
	}

	/**
	 * The work asks a person.
	 *
	 * @param question what
	 */
	record Ask(InputRequest question) implements TaskCommand {
	}

	/**
	 * A person answered.
	 *
	 * @param answer the answer
	 * @param question the question that it was found to fit, or {@code null} when there
	 * is none of that key
	 * @param earlier the answer that is kept for the key, or {@code null}
	 */
	record Reply(Answer answer, @Nullable InputRequest question, @Nullable Answer earlier) implements TaskCommand {
	}

	/**
	 * The deadline of a question may have passed.
	 *
	 * @param key which question
	 */
	record Lapse(String key) implements TaskCommand {
	}

	/**
	 * The task is sent a message.
	 *
	 * @param message the message
	 */
	record Receive(TaskMessage message) implements TaskCommand {
	}

	/**
	 * The work sends a message.
	 *
	 * @param message the message
	 */
	record Post(TaskMessage message) implements TaskCommand {
	}

	/**
	 * The work names something that it produced.
	 *
	 * @param artifact what
	 * @param limit how many a task may have
	 */
	record AddArtifact(TaskArtifact artifact, int limit) implements TaskCommand {
	}

	/**
	 * The work connects the task with something.
	 *
	 * @param links with what
	 */
	record AddLinks(TaskLinks links) implements TaskCommand {
	}

	/**
	 * The work sets its result.
	 *
	 * @param result what
	 */
	record SetResult(TaskResult result) implements TaskCommand {
	}

	/** The work writes to its output. */
	record Output() implements TaskCommand {
	}

	/**
	 * A cancel request.
	 *
	 * @param reason the reason, or {@code null}
	 * @param by the name of the caller, or {@code null}
	 * @param inherited whether it comes from an ancestor, which reaches all descendants
	 * itself
	 */
	record RequestCancel(@Nullable String reason, @Nullable String by, boolean inherited) implements TaskCommand {

		/**
		 * A cancel request that reaches the descendants.
		 * @param reason the reason, or {@code null}
		 * @param by the name of the caller, or {@code null}
		 */
		public RequestCancel(@Nullable String reason, @Nullable String by) {
			this(reason, by, false);
		}

	}

	/**
	 * A forced cancellation.
	 *
	 * @param reason the reason, or {@code null}
	 * @param by the name of the caller, or {@code null}
	 * @param abandoned whether the body had the time to wind down, and did not
	 * @param inherited whether it comes from an ancestor, which reaches all descendants
	 * itself
	 */
	record CancelNow(@Nullable String reason, @Nullable String by, boolean abandoned,
			boolean inherited) implements TaskCommand {

		/**
		 * A forced cancellation that reaches the descendants, unless it abandons a body.
		 * @param reason the reason, or {@code null}
		 * @param by the name of the caller, or {@code null}
		 * @param abandoned whether the body had the time to wind down, and did not
		 */
		public CancelNow(@Nullable String reason, @Nullable String by, boolean abandoned) {
			this(reason, by, abandoned, false);
		}

	}

	/**
	 * Somebody reports the end.
	 *
	 * @param state a terminal state
	 * @param summary the outcome for people, or {@code null} to keep the present one
	 * @param failure why it failed, or {@code null}
	 * @param retry how a failure would be tried again, or {@code null} when it is not
	 * worth it
	 */
	record End(BackgroundTaskState state, @Nullable String summary, @Nullable TaskFailure failure,
			@Nullable Retry retry) implements TaskCommand {

		/**
		 * An end that is no failure worth another attempt.
		 * @param state a terminal state
		 * @param summary the outcome for people, or {@code null} to keep the present one
		 * @param failure why it failed, or {@code null}
		 */
		public End(BackgroundTaskState state, @Nullable String summary, @Nullable TaskFailure failure) {
			this(state, summary, failure, null);
		}

	}

	/**
	 * The body returned.
	 *
	 * @param result what, or {@code null} for nothing
	 */
	record BodyReturned(@Nullable TaskResult result) implements TaskCommand {
	}

	/**
	 * The body threw.
	 *
	 * @param failure what
	 * @param cancellation whether that is what a body throws when it was asked to cancel
	 * @param retry how it would be tried again, or {@code null} when it is not worth it
	 */
	record BodyThrew(TaskFailure failure, boolean cancellation, @Nullable Retry retry) implements TaskCommand {

		/**
		 * The body threw what is not worth another attempt.
		 * @param failure what
		 * @param cancellation whether that is what a body throws when it was asked to
		 * cancel
		 */
		public BodyThrew(TaskFailure failure, boolean cancellation) {
			this(failure, cancellation, null);
		}

	}

	/**
	 * How a failed attempt is followed by another.
	 *
	 * @param delay after how long at the earliest
	 * @param kept how many earlier attempts are kept
	 */
	record Retry(Duration delay, int kept) {
	}

	/** The time of the attempt may be over. */
	record CheckTimeout() implements TaskCommand {
	}

	/**
	 * The work may have been silent for too long.
	 *
	 * @param deadline how long it may be silent
	 * @param lastOutput when it last wrote output, or {@code null}
	 */
	record CheckHeartbeat(Duration deadline, @Nullable Instant lastOutput) implements TaskCommand {
	}

	/**
	 * The task moves.
	 *
	 * @param sessionId to this session
	 */
	record Transfer(String sessionId) implements TaskCommand {
	}

	/**
	 * The record goes.
	 *
	 * @param why for what reason
	 */
	record Remove(Removal why) implements TaskCommand {
	}

	/** Why a record goes. */
	enum Removal {

		/** Its owner unregisters reported work that lives. */
		UNREGISTERED,

		/** It ended, and is past its retention. */
		RETENTION,

		/** The transaction that would have begun it was rolled back. */
		ROLLED_BACK

	}

}
