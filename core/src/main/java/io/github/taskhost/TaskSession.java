package io.github.taskhost;

import java.time.Duration;
import java.util.List;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.ClosePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The face of one session: the owner of tasks. It only forwards to its
 * {@link BackgroundTaskHost}, so it costs nothing to make and needs no closing unless the
 * session is to end.
 */
public interface TaskSession {

	/**
	 * Checks the id of a session.
	 * @param sessionId 1 to 200 of the characters {@code A-Z a-z 0-9 . _ : ~ @ -}, and
	 * neither {@code .} nor {@code ..}
	 * @return the id
	 * @throws InvalidTaskArgumentException if it is not valid
	 */
	static String requireValidId(String sessionId) {
		return Names.id("session id", sessionId);
	}

	/**
	 * The id of the session.
	 * @return the id
	 */
	String id();

	/**
	 * Runs a body under a record.
	 * @param <R> what the body returns
	 * @param registration what the task is to be
	 * @param body the work
	 * @return the handle
	 * @see BackgroundTaskOperations#spawnManaged
	 */
	<R extends @Nullable Object> BackgroundTaskHandle<R> spawn(BackgroundTaskRegistration registration,
			BackgroundTask<R> body);

	/**
	 * Runs a body under a record of a kind, with the kind's defaults and an id made by
	 * the host.
	 * @param <R> what the body returns
	 * @param kind the sort of work
	 * @param body the work
	 * @return the handle
	 * @see BackgroundTaskOperations#spawnManaged
	 */
	<R extends @Nullable Object> BackgroundTaskHandle<R> spawn(String kind, BackgroundTask<R> body);

	/**
	 * Starts work of a kind that the host knows.
	 * @param request the kind, the input, and what the task is to be
	 * @return the handle
	 * @see SessionTaskOperations#submit
	 */
	BackgroundTaskHandle<@Nullable Object> submit(TaskRequest request);

	/**
	 * Starts work that has no record.
	 * @param label what it is called in logs and reports
	 * @param task the work
	 * @see BackgroundTaskOperations#spawnHidden
	 */
	void spawnHidden(String label, HiddenTask task);

	/**
	 * Waits until the session has no hidden work left.
	 * @param timeout how long at most
	 * @throws InterruptedException if the thread is interrupted
	 * @see BackgroundTaskOperations#awaitHidden
	 */
	void awaitHidden(Duration timeout) throws InterruptedException;

	/**
	 * A handle of one of the session's tasks.
	 * @param taskId the task
	 * @return the handle
	 * @throws TaskNotFoundException if there is no such task
	 */
	BackgroundTaskHandle<@Nullable Object> task(String taskId);

	/**
	 * All tasks of the session, live and ended, oldest first.
	 * @return their records
	 */
	List<BackgroundTaskRecord> list();

	/**
	 * Cancels every live task of the session now.
	 * @return the records of those tasks afterwards
	 */
	List<BackgroundTaskRecord> cancelAll();

	/**
	 * Subscribes to the events of the session's tasks, their ends included.
	 * @return the subscription; close it
	 */
	BackgroundTaskSubscription subscribe();

	/**
	 * Takes the wakes of the session that wait.
	 * @return the wakes, oldest first, and how many were dropped at the limits
	 * @see SessionTaskOperations#drainWakes
	 */
	SessionWakes drainWakes();

	/**
	 * Closes the session without a successor.
	 * @return what became of its work
	 * @see BackgroundTaskOperations#closeSession
	 */
	SessionCloseReport close();

	/**
	 * Closes the session in favour of another.
	 * @param successor the session that takes the tasks with {@link ClosePolicy#TRANSFER}
	 * @return what became of its work
	 * @see BackgroundTaskOperations#closeSession
	 */
	SessionCloseReport close(String successor);

}
