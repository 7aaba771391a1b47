package io.github.taskhost.spi;

import java.time.Duration;

import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of the changes that meters count, called on the thread of each change.
 * Implementations are thread-safe and fast, never block and never throw. An exception is
 * logged and has no other effect.
 */
public interface BackgroundTaskMetricsRecorder {

	/** A recorder that does nothing. */
	BackgroundTaskMetricsRecorder NONE = new BackgroundTaskMetricsRecorder() {
	};

	/**
	 * Called when a kind was defined or has options: as the host is built, and for a kind
	 * that is defined later. Meters of the kind can exist before its first task, so that
	 * a first failure is an increase. A kind may be passed more than once.
	 * @param kind the kind
	 */
	default void kindDefined(String kind) {
	}

	/**
	 * Called when a task was registered or its state changed.
	 * @param before the previous record, or {@code null} for a new task
	 * @param after the record after the change
	 */
	default void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
	}

	/**
	 * Called when a question is over: answered, withdrawn, or past its deadline.
	 * @param record the record after the change
	 * @param waited the time for which the question was open
	 */
	default void inputWaited(BackgroundTaskRecord record, Duration waited) {
	}

	/**
	 * Called when a message was sent to a task or posted by it.
	 * @param record the record after the change
	 * @param direction the direction of the message
	 */
	default void message(BackgroundTaskRecord record, MessageDirection direction) {
	}

	/**
	 * Called when the host refused work.
	 * @param kind the kind, {@code other} for work without a kind
	 * @param reason the reason of the refusal
	 */
	default void rejected(String kind, RejectionReason reason) {
	}

	/**
	 * Called when events were dropped, because a subscriber or the listeners of a task
	 * were too slow.
	 * @param count the number of events
	 */
	default void eventsLost(long count) {
	}

	/**
	 * Called when events that may not be dropped were queued past the limit, because the
	 * listeners of their task made no room while the thread of the change waited.
	 * @param count the number of changes
	 */
	default void eventsWaited(long count) {
	}

	/** Called when a listener or a callback threw an exception. */
	default void listenerFailed() {
	}

	/**
	 * Called when the supervisor of the host mended a fault.
	 * @param repair the kind of the fault
	 */
	default void repaired(HostRepair repair) {
	}

}
