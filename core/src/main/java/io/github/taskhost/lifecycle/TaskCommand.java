package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;

import io.github.taskhost.lifecycle.QuestionRules.NamedQuestion;
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
 * A command to an existing task.
 */
public sealed interface TaskCommand {

	/** A command about the start of an attempt. */
	sealed interface OnStart extends TaskCommand {

	}

	/**
	 * Starts the attempt of a task that waits for its start.
	 *
	 * @param workerId the host instance that executes the task
	 */
	record Start(String workerId) implements OnStart {
	}

	/** Ends the wait of a task for its predecessors, which have ended. */
	record Release() implements OnStart {
	}

	/**
	 * Continues the work under the next attempt.
	 *
	 * @param status the new status line, or {@code null} to keep the present one
	 * @param kept the number of earlier attempts to keep
	 */
	record Requeue(@Nullable String status, int kept) implements TaskCommand {
	}

	/**
	 * Updates state and status; refused if the task cannot enter the state.
	 *
	 * @param state the state, or {@code null} for no change
	 * @param message the new status line, or {@code null} for no change
	 * @param by the name of the caller, or {@code null}
	 */
	record Update(@Nullable BackgroundTaskState state, @Nullable String message,
			@Nullable String by) implements TaskCommand {

		/**
		 * Creates an update by an unknown caller.
		 * @param state the state, or {@code null} for no change
		 * @param message the new status line, or {@code null} for no change
		 */
		public Update(@Nullable BackgroundTaskState state, @Nullable String message) {
			this(state, message, null);
		}

	}

	/**
	 * Marks a live state; ignored if the task cannot enter it.
	 *
	 * @param state the state
	 */
	record MarkLive(BackgroundTaskState state) implements TaskCommand {
	}

	/**
	 * Reports, from the work itself, that it runs or waits; any other state is refused.
	 *
	 * @param state the state
	 */
	record Live(BackgroundTaskState state) implements TaskCommand {
	}

	/**
	 * Describes the work; components that are {@code null} stay unchanged.
	 *
	 * @param status the status line
	 * @param progress the progress
	 * @param summary the summary for readers
	 */
	record Describe(@Nullable String status, @Nullable Progress progress,
			@Nullable String summary) implements TaskCommand {
	}

	/** Reports a heartbeat of the work. */
	record Heartbeat() implements TaskCommand {
	}

	/** A command about a question. */
	sealed interface OnQuestion extends TaskCommand {

	}

	/**
	 * Asks a question.
	 *
	 * @param question the question
	 */
	record Ask(InputRequest question) implements OnQuestion {
	}

	/**
	 * Answers a question.
	 *
	 * @param answer the answer
	 * @param named the question that it names
	 */
	record Reply(Answer answer, NamedQuestion named) implements OnQuestion {
	}

	/**
	 * Declines a question.
	 *
	 * @param reason the reason, or {@code null}
	 * @param by the name of the caller, or {@code null}
	 * @param named the question that the caller names
	 */
	record Decline(@Nullable String reason, @Nullable String by, NamedQuestion named) implements OnQuestion {
	}

	/**
	 * Withdraws a question, because the body no longer waits for its answer; does nothing
	 * if another question or none is open.
	 *
	 * @param question the question
	 */
	record Withdraw(InputRequest question) implements OnQuestion {
	}

	/**
	 * Checks the deadline of a question; does nothing before it has passed.
	 *
	 * @param key the key of the question
	 */
	record Lapse(String key) implements OnQuestion {
	}

	/**
	 * Sends a message to the task.
	 *
	 * @param message the message
	 */
	record Receive(TaskMessage message) implements TaskCommand {
	}

	/**
	 * Sends a message from the work.
	 *
	 * @param message the message
	 */
	record Post(TaskMessage message) implements TaskCommand {
	}

	/**
	 * Adds an artifact that the work produced.
	 *
	 * @param artifact the artifact
	 * @param limit the largest number of artifacts of a task
	 */
	record AddArtifact(TaskArtifact artifact, int limit) implements TaskCommand {
	}

	/**
	 * Adds links.
	 *
	 * @param links the links to add
	 */
	record AddLinks(TaskLinks links) implements TaskCommand {
	}

	/**
	 * Sets the result.
	 *
	 * @param result the result
	 */
	record SetResult(TaskResult result) implements TaskCommand {
	}

	/** Checks that output and kept values of the work are accepted; changes nothing. */
	record Output() implements TaskCommand {
	}

	/**
	 * Requests cancellation.
	 *
	 * @param reason the reason, or {@code null}
	 * @param by the name of the caller, or {@code null}
	 * @param origin the origin of the request
	 */
	record RequestCancel(@Nullable String reason, @Nullable String by, Origin origin) implements TaskCommand {

		/**
		 * Creates a cancel request that is passed on to the descendants.
		 * @param reason the reason, or {@code null}
		 * @param by the name of the caller, or {@code null}
		 */
		public RequestCancel(@Nullable String reason, @Nullable String by) {
			this(reason, by, Origin.CALLER);
		}

		/** The origins of cancellations. */
		public enum Origin {

			/**
			 * A caller that names the task; also reaches descendants of an ended task.
			 */
			CALLER,

			/**
			 * The host, for many tasks: all of a session or all of the host. A task that
			 * ended meanwhile is none of them, and its descendants are left alone.
			 */
			HOST,

			/** An ancestor that is cancelled, which reaches all descendants itself. */
			CANCELLED_ANCESTOR,

			/** An ancestor that failed, which reaches all descendants itself. */
			FAILED_ANCESTOR

		}

	}

	/**
	 * Cancels at once.
	 *
	 * @param reason the reason, or {@code null}
	 * @param by the name of the caller, or {@code null}
	 * @param abandoned whether the body did not wind down in time
	 * @param origin the origin of the cancellation
	 */
	record CancelNow(@Nullable String reason, @Nullable String by, boolean abandoned,
			RequestCancel.Origin origin) implements TaskCommand {

		/**
		 * Creates a forced cancellation that is passed on to the descendants, unless it
		 * abandons a body.
		 * @param reason the reason, or {@code null}
		 * @param by the name of the caller, or {@code null}
		 * @param abandoned whether the body did not wind down in time
		 */
		public CancelNow(@Nullable String reason, @Nullable String by, boolean abandoned) {
			this(reason, by, abandoned, RequestCancel.Origin.CALLER);
		}

	}

	/**
	 * Ends the task by a report.
	 *
	 * @param state a terminal state
	 * @param summary the summary for readers, or {@code null} to keep the present one
	 * @param failure the failure, or {@code null}
	 * @param retry the retry of a failure, or {@code null} if it must not be retried
	 * @param byWork whether the work itself reports its end; otherwise the work may still
	 * run, and its owner is told to end it
	 */
	record End(BackgroundTaskState state, @Nullable String summary, @Nullable TaskFailure failure,
			@Nullable Retry retry, boolean byWork) implements TaskCommand {

		/**
		 * Creates an end that the work reports.
		 * @param state a terminal state
		 * @param summary the summary for readers, or {@code null} to keep the present one
		 * @param failure the failure, or {@code null}
		 * @param retry the retry of a failure, or {@code null} if it must not be retried
		 */
		public End(BackgroundTaskState state, @Nullable String summary, @Nullable TaskFailure failure,
				@Nullable Retry retry) {
			this(state, summary, failure, retry, true);
		}

		/**
		 * Creates an end that the work reports, without a retry.
		 * @param state a terminal state
		 * @param summary the summary for readers, or {@code null} to keep the present one
		 * @param failure the failure, or {@code null}
		 */
		public End(BackgroundTaskState state, @Nullable String summary, @Nullable TaskFailure failure) {
			this(state, summary, failure, null);
		}

		/**
		 * Creates an end from another source than the work.
		 * @param state a terminal state
		 * @param summary the summary for readers, or {@code null} to keep the present one
		 * @return the command
		 */
		public static End byCaller(BackgroundTaskState state, @Nullable String summary) {
			return new End(state, summary, null, null, false);
		}

	}

	/**
	 * Ends the task because its body returned.
	 *
	 * @param result the result, or {@code null} for none
	 */
	record BodyReturned(@Nullable TaskResult result) implements TaskCommand {
	}

	/**
	 * Ends the attempt because its body threw.
	 *
	 * @param failure the failure
	 * @param silent whether the body was interrupted for its silence
	 * @param retry the retry, or {@code null} if the failure must not be retried
	 */
	record BodyThrew(TaskFailure failure, boolean silent, @Nullable Retry retry) implements TaskCommand {

		/**
		 * Creates a failure without a retry.
		 * @param failure the failure
		 * @param silent whether the body was interrupted for its silence
		 */
		public BodyThrew(TaskFailure failure, boolean silent) {
			this(failure, silent, null);
		}

	}

	/**
	 * Ends the attempt because its start by the executor threw.
	 *
	 * @param failure the failure
	 * @param retry the retry, or {@code null} if the failure must not be retried
	 * @param idle whether no work runs; otherwise work of an earlier attempt may still
	 * run, and the executor is told to end it
	 */
	record StartThrew(TaskFailure failure, @Nullable Retry retry, boolean idle) implements TaskCommand {
	}

	/**
	 * The retry of a failed attempt.
	 *
	 * @param delay the shortest delay before the next attempt
	 * @param kept the number of earlier attempts to keep
	 */
	record Retry(Duration delay, int kept) {
	}

	/**
	 * Checks the timeout of an attempt; does nothing before it has passed, or if another
	 * attempt is under way.
	 *
	 * @param attempt the attempt whose run time was measured
	 * @param ran its run time
	 */
	record CheckTimeout(int attempt, Duration ran) implements TaskCommand {
	}

	/**
	 * Checks the heartbeat timeout; does nothing before it has passed, or if the work
	 * gave a sign of life after the measured silence.
	 *
	 * @param deadline the heartbeat timeout
	 * @param silence the time since the last sign of life
	 * @param lastSign the time of that sign in the record
	 */
	record CheckHeartbeat(Duration deadline, Duration silence, Instant lastSign) implements TaskCommand {
	}

	/**
	 * Continues or ends a task whose worker was lost, or has given it back.
	 *
	 * @param losses the number of workers that were lost while they ran the task, this
	 * one included; 0 for a worker that gave the task back
	 * @param maxLosses the number of losses that ends the task
	 * @param watched whether running work of an owner elsewhere has a heartbeat timeout
	 * @param kept the number of earlier attempts to keep
	 */
	record Lost(int losses, int maxLosses, boolean watched, int kept) implements TaskCommand {
	}

	/**
	 * Ends a task that no worker could run for a set time.
	 *
	 * @param reason the reason for which it could not be run
	 */
	record Unresolved(String reason) implements TaskCommand {
	}

	/**
	 * Moves the task to another session.
	 *
	 * @param sessionId the target session
	 */
	record Transfer(String sessionId) implements TaskCommand {
	}

	/**
	 * Removes the record.
	 *
	 * @param why the reason
	 */
	record Remove(Removal why) implements TaskCommand {
	}

	/** The reasons to remove a record. */
	enum Removal {

		/** The owner unregistered live reported work. */
		UNREGISTERED,

		/** The task has ended, and its retention has passed. */
		RETENTION,

		/** The transaction whose commit would have started the task was rolled back. */
		ROLLED_BACK

	}

}
