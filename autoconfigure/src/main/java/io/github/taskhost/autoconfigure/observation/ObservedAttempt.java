package io.github.taskhost.autoconfigure.observation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.observation.TaskExecutionObservationContext;
import io.github.taskhost.observation.TaskExecutionObservationDocumentation.Events;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskAttempt;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

/**
 * Observes one attempt. The body's thread begins and ends it; who changes the task tells
 * of it on any thread, even late, so that what is told and the end take turns.
 */
final class ObservedAttempt implements TaskContextPropagator.Scope {

	/** Every start takes a moment; below this nobody waited. */
	private static final Duration WAITED = Duration.ofMillis(1);

	private final ReentrantLock lock = new ReentrantLock();

	private final Observation observation;

	private final TaskExecutionObservationContext context;

	private final Observation.Scope scope;

	/** Of the newest record that was followed: one who is late changes nothing. */
	private long version;

	private boolean waiting;

	private boolean cancelTold;

	private boolean stopped;

	private ObservedAttempt(Observation observation, TaskExecutionObservationContext context) {
		this.observation = observation;
		this.context = context;
		this.version = context.getTask().version();
		this.scope = observation.openScope();
	}

	static ObservedAttempt begin(ObservationRegistry registry, Observation observation,
			TaskExecutionObservationContext context) {
		observation.start();
		ObservedAttempt attempt = opened(registry, observation, context);
		try {
			attempt.queued();
		}
		catch (Throwable ex) {
			attempt.end();
			throw ex;
		}
		return attempt;
	}

	/** A handler that fails leaves nothing begun. */
	private static ObservedAttempt opened(ObservationRegistry registry, Observation observation,
			TaskExecutionObservationContext context) {
		Observation.@Nullable Scope current = registry.getCurrentObservationScope();
		try {
			return new ObservedAttempt(observation, context);
		}
		catch (Throwable ex) {
			registry.setCurrentObservationScope(current);
			observation.stop();
			throw ex;
		}
	}

	private void queued() {
		BackgroundTaskRecord task = this.context.getTask();
		Instant startedAt = task.attemptStartedAt();
		Instant queuedAt = queuedAt(task);
		if (startedAt != null && Duration.between(queuedAt, startedAt).compareTo(WAITED) >= 0) {
			event(Events.QUEUED, queuedAt);
		}
	}

	private static Instant queuedAt(BackgroundTaskRecord task) {
		List<TaskAttempt> earlier = task.earlierAttempts();
		return earlier.isEmpty() ? task.createdAt() : earlier.getLast().endedAt();
	}

	private void event(Events event, Instant time) {
		this.observation.event(Observation.Event.of(event.getName(), event.getContextualName(), time.toEpochMilli()));
	}

	@Override
	public void transition(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		this.lock.lock();
		try {
			if (!this.stopped) {
				changed(before, after);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void changed(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		if (after.state() == BackgroundTaskState.CANCEL_REQUESTED && !this.cancelTold) {
			this.cancelTold = true;
			event(Events.CANCEL_REQUESTED, after.stateSince());
		}
		if (after.version() > this.version) {
			this.version = after.version();
			follow(before, after);
		}
	}

	/** Who is cancelled or ended while it waits does not resume. */
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
			event(Events.WAITING, time);
		}
	}

	private void resumed(Instant time) {
		if (this.waiting) {
			this.waiting = false;
			event(Events.RESUMED, time);
		}
	}

	@Override
	public void close(@Nullable BackgroundTaskRecord task, @Nullable Throwable thrown) {
		this.lock.lock();
		try {
			this.stopped = true;
			stop(task, thrown);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A handler that fails, as it may at an exception of a user's, leaves nothing open.
	 */
	private void stop(@Nullable BackgroundTaskRecord task, @Nullable Throwable thrown) {
		try {
			describe(task, thrown);
		}
		finally {
			end();
		}
	}

	private void end() {
		try {
			this.scope.close();
		}
		finally {
			this.observation.stop();
			releaseAncestors();
		}
	}

	/**
	 * Removes the parent of the execution that spawned this one, if that execution has
	 * ended. Otherwise, in a chain of tasks that each spawn the next, every execution
	 * would keep all earlier ones reachable.
	 */
	private void releaseAncestors() {
		ObservationView parent = this.context.getParentObservation();
		while (parent != null) {
			if (parent.getContextView() instanceof TaskExecutionObservationContext spawner) {
				if (spawner.getEnd() != null) {
					spawner.setParentObservation(null);
				}
				return;
			}
			parent = parent.getContextView().getParentObservation();
		}
	}

	/** Who has its answer before this was told of it, and is done, has resumed. */
	private void describe(@Nullable BackgroundTaskRecord task, @Nullable Throwable thrown) {
		if (task != null) {
			this.context.setEnd(task);
		}
		resumed(Instant.now());
		if (this.context.isRetried() || (task != null && task.state() == BackgroundTaskState.FAILED)) {
			this.observation.error((thrown != null) ? thrown : new NothingThrown());
		}
	}

	/** The error of an attempt that failed although its body returned. */
	private static final class NothingThrown extends RuntimeException {

		NothingThrown() {
			super("The attempt has failed before its body returned", null, false, false);
		}

	}

}
