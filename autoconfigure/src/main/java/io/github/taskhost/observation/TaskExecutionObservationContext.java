package io.github.taskhost.observation;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one attempt of a task while it is observed. May be read by any thread.
 */
public class TaskExecutionObservationContext extends Observation.Context {

	private final BackgroundTaskRecord task;

	private final @Nullable TaskExecutionObservationContext firstAttempt;

	private volatile @Nullable BackgroundTaskRecord end;

	/**
	 * Creates the context of an attempt that begins.
	 * @param task the record of the task as the attempt begins
	 * @param firstAttempt the context of the first attempt that was observed, or
	 * {@code null} when this is it
	 */
	public TaskExecutionObservationContext(BackgroundTaskRecord task,
			@Nullable TaskExecutionObservationContext firstAttempt) {
		this.task = task;
		this.firstAttempt = firstAttempt;
	}

	/**
	 * The record of the task as the attempt began.
	 * @return the record
	 */
	public BackgroundTaskRecord getTask() {
		return this.task;
	}

	/**
	 * Which attempt this is.
	 * @return the number, from 1
	 */
	public int getAttempt() {
		return this.task.attempt();
	}

	/**
	 * The context of the first attempt that was observed.
	 * @return the context, or {@code null} when this is it
	 */
	public @Nullable TaskExecutionObservationContext getFirstAttempt() {
		return this.firstAttempt;
	}

	/**
	 * The record of the task as the attempt left it: ended, or gone on to a later
	 * attempt.
	 * @return the record, or {@code null} while the attempt runs
	 */
	public @Nullable BackgroundTaskRecord getEnd() {
		return this.end;
	}

	/**
	 * Sets the record of the task as the attempt left it.
	 * @param end the record
	 */
	public void setEnd(BackgroundTaskRecord end) {
		this.end = end;
	}

	/**
	 * Whether the attempt failed and another follows.
	 * @return {@code true} if so; {@code false} while the attempt runs
	 */
	public boolean isRetried() {
		BackgroundTaskRecord left = this.end;
		return left != null && left.attempt() != this.task.attempt();
	}

}
