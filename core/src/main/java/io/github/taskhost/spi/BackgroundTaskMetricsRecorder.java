package io.github.taskhost.spi;

import java.time.Duration;

import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Is told what meters need, at the moment it happens, on the thread that did it. An
 * implementation is quick, never blocks and never throws.
 */
public interface BackgroundTaskMetricsRecorder {

	/** Records nothing. */
	BackgroundTaskMetricsRecorder NONE = new BackgroundTaskMetricsRecorder() {
	};

	/**
	 * A task was registered, or its state changed.
	 * @param before the record before, or {@code null} when it was registered
	 * @param after the record after
	 */
	default void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
	}

	/**
	 * A question to a person is over: it was answered, lapsed, or was withdrawn.
	 * @param record the task after it
	 * @param waited how long it was open
	 */
	default void inputWaited(BackgroundTaskRecord record, Duration waited) {
	}

	/**
	 * A task was sent a message, or sent one.
	 * @param record the task after it
	 * @param direction which way the message goes
	 */
	default void message(BackgroundTaskRecord record, MessageDirection direction) {
	}

	/**
	 * Work was not taken.
	 * @param kind its kind, {@code other} for work that has none
	 * @param reason why
	 */
	default void rejected(String kind, RejectionReason reason) {
	}

	/**
	 * Events were lost: to a subscription whose reader was too slow, or to the listeners
	 * of a task that had too many of them waiting.
	 * @param count how many
	 */
	default void eventsLost(long count) {
	}

	/**
	 * A listener or a callback threw.
	 */
	default void listenerFailed() {
	}

}
