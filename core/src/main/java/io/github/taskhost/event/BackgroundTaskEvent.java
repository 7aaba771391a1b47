package io.github.taskhost.event;

import java.time.Instant;

import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.Progress;

/**
 * A change of a task that happened. Every event carries the record after the change, its
 * sequence number within the task, and its time. Numbers may leave gaps: progress is
 * coalesced. New subtypes may come in minor versions: give a {@code switch} over events a
 * {@code default}.
 */
public sealed interface BackgroundTaskEvent {

	/**
	 * The record after the change.
	 * @return the record
	 */
	BackgroundTaskRecord record();

	/**
	 * The place of the event among the events of its task, from 1.
	 * @return the sequence number
	 */
	long sequence();

	/**
	 * When the change happened.
	 * @return the time
	 */
	Instant time();

	/**
	 * The task exists.
	 *
	 * @param record the record
	 * @param sequence the sequence number
	 * @param time the time
	 */
	record Registered(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * The task went from one live state to another. An end and a cancel request have
	 * events of their own instead.
	 *
	 * @param record the record
	 * @param sequence the sequence number
	 * @param time the time
	 * @param from the state before
	 */
	record StateChanged(BackgroundTaskRecord record, long sequence, Instant time,
			BackgroundTaskState from) implements BackgroundTaskEvent {
	}

	/**
	 * The progress of the task changed. Coalesced: the latest wins.
	 *
	 * @param record the record
	 * @param sequence the sequence number
	 * @param time the time
	 */
	record Progress(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * The summary, the artifacts or the links of the task changed. Coalesced: the latest
	 * wins.
	 *
	 * @param record the record
	 * @param sequence the sequence number
	 * @param time the time
	 */
	record Updated(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * The task ended with success.
	 *
	 * @param record the record
	 * @param sequence the sequence number
	 * @param time the time
	 */
	record Completed(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * The task ended with a failure.
	 *
	 * @param record the record
	 * @param sequence the sequence number
	 * @param time the time
	 */
	record Failed(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * Somebody asked for the end of the task.
	 *
	 * @param record the record
	 * @param sequence the sequence number
	 * @param time the time
	 */
	record CancelRequested(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * The task ended by cancellation.
	 *
	 * @param record the record
	 * @param sequence the sequence number
	 * @param time the time
	 */
	record Cancelled(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * The task moved to another session.
	 *
	 * @param record the record, in its new session
	 * @param sequence the sequence number
	 * @param time the time
	 * @param from the session before
	 */
	record Transferred(BackgroundTaskRecord record, long sequence, Instant time,
			String from) implements BackgroundTaskEvent {
	}

	/**
	 * The task asks a person.
	 *
	 * @param record the record
	 * @param sequence the sequence number
	 * @param time the time
	 */
	record InputRequested(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

	/**
	 * A person answered the task's question.
	 *
	 * @param record the record
	 * @param sequence the sequence number
	 * @param time the time
	 * @param question the question
	 * @param answer the answer
	 */
	record InputAnswered(BackgroundTaskRecord record, long sequence, Instant time, InputRequest question,
			Answer answer) implements BackgroundTaskEvent {
	}

	/**
	 * The task's question was withdrawn without an answer.
	 *
	 * @param record the record
	 * @param sequence the sequence number
	 * @param time the time
	 * @param question the question
	 */
	record InputWithdrawn(BackgroundTaskRecord record, long sequence, Instant time,
			InputRequest question) implements BackgroundTaskEvent {
	}

	/**
	 * The task was sent a message.
	 *
	 * @param record the record
	 * @param sequence the sequence number
	 * @param time the time
	 * @param message the message, before the work had it
	 */
	record MessageReceived(BackgroundTaskRecord record, long sequence, Instant time,
			TaskMessage message) implements BackgroundTaskEvent {
	}

	/**
	 * The task sent a message.
	 *
	 * @param record the record
	 * @param sequence the sequence number
	 * @param time the time
	 * @param message the message
	 */
	record MessageSent(BackgroundTaskRecord record, long sequence, Instant time,
			TaskMessage message) implements BackgroundTaskEvent {
	}

	/**
	 * The record was removed: unregistered, or past its retention.
	 *
	 * @param record the last record
	 * @param sequence the sequence number
	 * @param time the time
	 */
	record Removed(BackgroundTaskRecord record, long sequence, Instant time) implements BackgroundTaskEvent {
	}

}
