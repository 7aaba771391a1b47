package io.github.taskhost.event;

import java.time.Instant;

import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.Progress;
import org.jspecify.annotations.Nullable;

/**
 * A committed change of a task. An event carries the record after the change, its
 * sequence number within the task, and the time of the change.
 *
 * <p>
 * The events of a task are delivered in the order of its changes, each once; there is no
 * order across tasks (rule R29 of {@code docs/design.md}). Sequence numbers increase
 * within a task and may have gaps, since {@link Progress} and {@link Updated} are
 * coalesced. Minor versions may add subtypes: give a {@code switch} over events a
 * {@code default}.
 */
public sealed interface BackgroundTaskEvent {

	/**
	 * Returns the record after the change.
	 * @return the record
	 */
	BackgroundTaskRecord record();

	/**
	 * Returns the position of the event among the events of its task.
	 * @return the sequence number, from 1
	 */
	long sequence();

	/**
	 * Returns the time of the change.
	 * @return the time
	 */
	Instant time();

	/**
	 * A record of a new task was made.
	 *
	 * @param record the record after the change
	 * @param sequence the sequence number
	 * @param time the time of the change
	 */
	record Registered(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * The task moved from one live state to another. An end and a cancel request have
	 * separate events instead.
	 *
	 * @param record the record after the change
	 * @param sequence the sequence number
	 * @param time the time of the change
	 * @param from the previous state
	 */
	record StateChanged(BackgroundTaskRecord record, long sequence, Instant time,
			BackgroundTaskState from) implements BackgroundTaskEvent {
	}

	/**
	 * The progress of the task changed, or an update changed its status line. Coalesced:
	 * the latest value wins.
	 *
	 * @param record the record after the change
	 * @param sequence the sequence number
	 * @param time the time of the change
	 */
	record Progress(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * A reporter changed the status line, the summary, the result, the artifacts or the
	 * links of the task. Coalesced: the latest value wins.
	 *
	 * @param record the record after the change
	 * @param sequence the sequence number
	 * @param time the time of the change
	 */
	record Updated(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * The task ended with success.
	 *
	 * @param record the terminal record
	 * @param sequence the sequence number
	 * @param time the time of the change
	 */
	record Completed(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * The task ended with a failure.
	 *
	 * @param record the terminal record
	 * @param sequence the sequence number
	 * @param time the time of the change
	 */
	record Failed(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * The cancellation of the task was requested.
	 *
	 * @param record the record after the change
	 * @param sequence the sequence number
	 * @param time the time of the change
	 */
	record CancelRequested(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * The task ended by cancellation.
	 *
	 * @param record the terminal record
	 * @param sequence the sequence number
	 * @param time the time of the change
	 */
	record Cancelled(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * The task moved to another session.
	 *
	 * @param record the record in its new session
	 * @param sequence the sequence number
	 * @param time the time of the change
	 * @param from the id of the previous session
	 */
	record Transferred(BackgroundTaskRecord record, long sequence, Instant time,
			String from) implements BackgroundTaskEvent {
	}

	/**
	 * The task asked a question, which is {@link BackgroundTaskRecord#inputRequest()}.
	 *
	 * @param record the record after the change
	 * @param sequence the sequence number
	 * @param time the time of the change
	 */
	record InputRequested(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * The question of the task was answered.
	 *
	 * @param record the record after the change
	 * @param sequence the sequence number
	 * @param time the time of the change
	 * @param question the question
	 * @param answer the answer
	 */
	record InputAnswered(BackgroundTaskRecord record, long sequence, Instant time, InputRequest question,
			Answer answer) implements BackgroundTaskEvent {
	}

	/**
	 * The question of the task was declined: no answer will come.
	 *
	 * @param record the record after the change
	 * @param sequence the sequence number
	 * @param time the time of the change
	 * @param question the question
	 * @param reason the reason, or {@code null}; at most 512 characters
	 * @param by the name of the caller that declined it, or {@code null} when unknown
	 */
	record InputDeclined(BackgroundTaskRecord record, long sequence, Instant time, InputRequest question,
			@Nullable String reason, @Nullable String by) implements BackgroundTaskEvent {

		/** Cleans and bounds the reason and the name of the caller. */
		public InputDeclined {
			reason = Texts.cleanOrNull(reason, Texts.LINE);
			by = Texts.cleanOrNull(by, Texts.NAME);
		}

	}

	/**
	 * The question of the task was withdrawn without an answer.
	 *
	 * @param record the record after the change
	 * @param sequence the sequence number
	 * @param time the time of the change
	 * @param question the question
	 */
	record InputWithdrawn(BackgroundTaskRecord record, long sequence, Instant time,
			InputRequest question) implements BackgroundTaskEvent {
	}

	/**
	 * A message was sent to the task.
	 *
	 * @param record the record after the change
	 * @param sequence the sequence number
	 * @param time the time of the change
	 * @param message the message, before its delivery
	 */
	record MessageReceived(BackgroundTaskRecord record, long sequence, Instant time,
			TaskMessage message) implements BackgroundTaskEvent {
	}

	/**
	 * The task posted a message.
	 *
	 * @param record the record after the change
	 * @param sequence the sequence number
	 * @param time the time of the change
	 * @param message the message
	 */
	record MessageSent(BackgroundTaskRecord record, long sequence, Instant time,
			TaskMessage message) implements BackgroundTaskEvent {
	}

	/**
	 * The record was removed: it was unregistered, or retention removed it.
	 *
	 * @param record the last record
	 * @param sequence the sequence number
	 * @param time the time of the change
	 */
	record Removed(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

}
