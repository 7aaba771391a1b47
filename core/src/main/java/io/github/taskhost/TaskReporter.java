package io.github.taskhost;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The report plane of one attempt of a task: what the work says about itself. Safe for
 * use by many threads.
 *
 * <p>
 * A reporter is bound to (uid, attempt). Once the task has moved on to another attempt,
 * or its record is gone, every report throws {@link StaleAttemptException}. Reports about
 * a task that has ended, and live reports after a cancel request, never fail: the former
 * change nothing, the latter keep their content and change no state.
 */
public interface TaskReporter {

	/**
	 * The session that owns the task now.
	 * @return the session id
	 */
	String sessionId();

	/**
	 * The id of the task within its session.
	 * @return the task id
	 */
	String taskId();

	/**
	 * The incarnation of the task.
	 * @return the uid
	 */
	UUID uid();

	/**
	 * The attempt that this reporter is bound to.
	 * @return the number, from 1
	 */
	int attempt();

	/**
	 * The task as it is now.
	 * @return the record
	 */
	BackgroundTaskRecord record();

	/**
	 * Sets the status line.
	 * @param status the text; kept up to 512 characters
	 */
	void status(String status);

	/**
	 * Says how far the work is.
	 * @param progress the progress
	 */
	void progress(Progress progress);

	/**
	 * Sets the outcome for people.
	 * @param summary the text; kept up to 512 characters
	 */
	void summary(String summary);

	/**
	 * Shows that the work lives. Changes neither the version nor publishes an event.
	 */
	void heartbeat();

	/**
	 * Says that the work runs, or waits for somebody.
	 * @param state {@link BackgroundTaskState#RUNNING} or
	 * {@link BackgroundTaskState#WAITING}
	 * @throws TaskStateException if it is another state
	 */
	void live(BackgroundTaskState state);

	/**
	 * Ends the task {@link BackgroundTaskState#COMPLETED}. A managed body is interrupted.
	 * @param summary the outcome for people, or {@code null} to keep the present one
	 * @return the terminal record, also when the task had ended before
	 */
	BackgroundTaskRecord complete(@Nullable String summary);

	/**
	 * Ends the task {@link BackgroundTaskState#FAILED}. A managed body is interrupted.
	 * @param failure why
	 * @return the terminal record, also when the task had ended before
	 */
	BackgroundTaskRecord fail(TaskFailure failure);

}
