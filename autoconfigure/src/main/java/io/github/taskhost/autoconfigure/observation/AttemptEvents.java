package io.github.taskhost.autoconfigure.observation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.taskhost.observation.TaskExecutionObservationDocumentation.Events;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskAttempt;
import io.micrometer.observation.Observation;

/**
 * Derives the events of an observed attempt from the changes of its record. Changes may
 * arrive late and out of order: a record older than the newest one seen has no effect,
 * except that a cancel request is always reported, once. Used in the turns of
 * {@link ObservedAttempt}.
 */
final class AttemptEvents {

	/** Shorter queuing times are normal start-up time and are not reported. */
	private static final Duration MIN_QUEUED = Duration.ofMillis(1);

	private final Observation observation;

	/** The version of the newest record seen. */
	private long version;

	private boolean waiting;

	private boolean cancelReported;

	AttemptEvents(Observation observation, BackgroundTaskRecord task) {
		this.observation = observation;
		this.version = task.version();
	}

	/** Reports the time in the queue, if it is long enough. */
	void started(BackgroundTaskRecord task) {
		Instant startedAt = task.attemptStartedAt();
		Instant queuedAt = queuedAt(task);
		if (startedAt != null && Duration.between(queuedAt, startedAt).compareTo(MIN_QUEUED) >= 0) {
			report(Events.QUEUED, queuedAt);
		}
	}

	private static Instant queuedAt(BackgroundTaskRecord task) {
		List<TaskAttempt> earlier = task.earlierAttempts();
		return earlier.isEmpty() ? task.createdAt() : earlier.getLast().endedAt();
	}

	private void report(Events event, Instant time) {
		this.observation.event(Observation.Event.of(event.getName(), event.getContextualName(), time.toEpochMilli()));
	}

	void changed(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		if (after.state() == BackgroundTaskState.CANCEL_REQUESTED && !this.cancelReported) {
			this.cancelReported = true;
			report(Events.CANCEL_REQUESTED, after.stateSince());
		}
		if (after.version() > this.version) {
			this.version = after.version();
			follow(before, after);
		}
	}

	/** A task that is cancelled or ends while it waits does not resume. */
	private void follow(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		if (before.state() != BackgroundTaskState.WAITING) {
			resumed(before.stateSince());
		}
		switch (after.state()) {
			case WAITING -> waiting(after.stateSince());
			case RUNNING -> resumed(after.stateSince());
			default -> this.waiting = false;
		}
	}

	private void waiting(Instant time) {
		if (!this.waiting) {
			this.waiting = true;
			report(Events.WAITING, time);
		}
	}

	/** Reports the end of waiting, if the task was waiting. */
	void resumed(Instant time) {
		if (this.waiting) {
			this.waiting = false;
			report(Events.RESUMED, time);
		}
	}

}
