package io.github.taskhost.autoconfigure.observation;

import java.time.Instant;

import io.github.taskhost.observation.TaskExecutionObservationContext;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

/**
 * Observes one attempt. The thread of the body starts the observation and closes its
 * scope, while changes of the task arrive on any thread, even after the end.
 *
 * <p>
 * <b>Synchronisation.</b> {@code turns} orders changes and the end, so that a stopped
 * observation receives no event. No lock is held while handlers of the application run: a
 * thread that arrives meanwhile leaves its step to the thread that runs them.
 */
final class ObservedAttempt implements TaskContextPropagator.Scope {

	private final Turns turns = new Turns();

	private final Observation observation;

	private final TaskExecutionObservationContext context;

	private final AttemptEvents events;

	private final Observation.Scope scope;

	/** Read and written in turn. */
	private boolean stopped;

	/** Read and written by the thread of the body. */
	private boolean left;

	private ObservedAttempt(Observation observation, TaskExecutionObservationContext context) {
		this.observation = observation;
		this.context = context;
		this.events = new AttemptEvents(observation, context.getTask());
		this.scope = observation.openScope();
	}

	static ObservedAttempt begin(ObservationRegistry registry, Observation observation,
			TaskExecutionObservationContext context) {
		observation.start();
		ObservedAttempt attempt = opened(registry, observation, context);
		try {
			attempt.events.started(context.getTask());
		}
		catch (Throwable ex) {
			attempt.end(true);
			throw ex;
		}
		return attempt;
	}

	/** Restores the current scope and stops the observation if a handler throws. */
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

	@Override
	public void transition(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		this.turns.take(() -> {
			if (!this.stopped) {
				this.events.changed(before, after);
			}
		});
	}

	/**
	 * Stops the observation, here or on the thread that runs handlers for it; the scope
	 * is closed here.
	 */
	@Override
	public void close(@Nullable BackgroundTaskRecord task, @Nullable Throwable thrown) {
		Thread body = Thread.currentThread();
		try {
			this.turns.takeLast(() -> {
				this.stopped = true;
				stop(task, thrown, Thread.currentThread() == body);
			});
		}
		finally {
			leaveScope();
		}
	}

	/**
	 * Ends the observation even if a handler throws, for example when it reads the
	 * message of an exception from the application.
	 */
	private void stop(@Nullable BackgroundTaskRecord task, @Nullable Throwable thrown, boolean onBody) {
		try {
			describe(task, thrown);
		}
		finally {
			end(onBody);
		}
	}

	private void end(boolean onBody) {
		try {
			if (onBody) {
				leaveScope();
			}
		}
		finally {
			this.observation.stop();
			releaseAncestors();
		}
	}

	private void leaveScope() {
		if (!this.left) {
			this.left = true;
			this.scope.close();
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

	/**
	 * Sets the end and the error. A body whose answer has arrived may end before the
	 * change to RUNNING is reported here, so waiting ends at the latest now.
	 */
	private void describe(@Nullable BackgroundTaskRecord task, @Nullable Throwable thrown) {
		if (task != null) {
			this.context.setEnd(task);
		}
		this.events.resumed(Instant.now());
		if (this.context.isRetried() || (task != null && task.state() == BackgroundTaskState.FAILED)) {
			this.observation.error((thrown != null) ? thrown : new NothingThrown());
		}
	}

	/** The error of an attempt that failed although its body threw no exception. */
	private static final class NothingThrown extends RuntimeException {

		NothingThrown() {
			super("The attempt has failed before its body returned", null, false, false);
		}

	}

}
