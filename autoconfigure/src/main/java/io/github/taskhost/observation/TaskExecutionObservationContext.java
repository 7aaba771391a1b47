package io.github.taskhost.observation;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Observation context of one attempt of a task. May be read by any thread.
 */
public class TaskExecutionObservationContext extends Observation.Context {

	private final BackgroundTaskRecord task;

	private final @Nullable TaskExecutionObservationContext firstAttempt;

	private volatile @Nullable BackgroundTaskRecord end;

	/**
	 * Creates the context of an attempt at its start.
	 * @param task the record of the task at the start of the attempt
	 * @param firstAttempt the context of the first observed attempt of the task, or
	 * {@code null} if this is the first
	 */
	public TaskExecutionObservationContext(BackgroundTaskRecord task,
			@Nullable TaskExecutionObservationContext firstAttempt) {
		this.task = task;
		this.firstAttempt = firstAttempt;
	}

	/**
	 * The record of the task at the start of the attempt.
	 * @return the record
	 */
	public BackgroundTaskRecord getTask() {
		return this.task;
	}

	/**
	 * The number of the attempt.
	 * @return the number, from 1
	 */
	public int getAttempt() {
		return this.task.attempt();
	}

	/**
	 * The context of the first observed attempt of the task.
	 * @return the context, or {@code null} if this is the first
	 */
	public @Nullable TaskExecutionObservationContext getFirstAttempt() {
		return this.firstAttempt;
	}

	/**
	 * The record of the task at the end of the attempt: in a terminal state, or already
	 * at a later attempt.
	 * @return the record, or {@code null} while the attempt runs
	 */
	public @Nullable BackgroundTaskRecord getEnd() {
		return this.end;
	}

	/**
	 * Sets the record of the task at the end of the attempt.
	 * @param end the record
	 */
	public void setEnd(BackgroundTaskRecord end) {
		this.end = end;
	}

	/**
	 * Whether the attempt failed and is followed by another.
	 * @return {@code true} if so; {@code false} while the attempt runs
	 */
	public boolean isRetried() {
		BackgroundTaskRecord left = this.end;
		return left != null && left.attempt() != this.task.attempt();
	}

}
