package io.github.taskhost;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.internal.json.UnknowingMapper;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.ClosePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The facade of one session, the owner of tasks. It only forwards to its
 * {@link BackgroundTaskHost}: it is cheap to make, and is closed only to end the session.
 * Thread-safe.
 */
public interface TaskSession {

	/** The largest number of requests of {@link #submitAll}. */
	int MAX_REQUESTS = 1000;

	/**
	 * Validates the id of a session.
	 * @param sessionId 1 to 200 of the characters {@code A-Z a-z 0-9 . _ : ~ @ -}, and
	 * neither {@code .} nor {@code ..}
	 * @return the id
	 * @throws InvalidTaskArgumentException if the id is not valid
	 */
	static String requireValidId(String sessionId) {
		return Names.id("session id", sessionId);
	}

	/**
	 * Returns the id of the session.
	 * @return the id
	 */
	String id();

	/**
	 * Runs a body as a managed task.
	 * @param <R> the type of the result
	 * @param registration the description of the task
	 * @param body the work
	 * @return the handle
	 * @see BackgroundTaskOperations#spawnManaged
	 */
	<R extends @Nullable Object> BackgroundTaskHandle<R> spawn(BackgroundTaskRegistration registration,
			BackgroundTask<R> body);

	/**
	 * Returns a builder of a group of tasks in this session.
	 * @param id the id of the task of the group
	 * @return a new builder
	 * @throws InvalidTaskArgumentException if the id is not valid
	 */
	TaskGroup group(String id);

	/**
	 * Runs a body as a managed task of a kind, with the defaults of the kind and a
	 * generated id.
	 * @param <R> the type of the result
	 * @param kind the name of the kind
	 * @param body the work
	 * @return the handle
	 * @see BackgroundTaskOperations#spawnManaged
	 */
	<R extends @Nullable Object> BackgroundTaskHandle<R> spawn(String kind, BackgroundTask<R> body);

	/**
	 * Runs a body without a result as a managed task.
	 * @param registration the description of the task
	 * @param body the work
	 * @return the handle, whose result is {@code null}
	 * @see BackgroundTaskOperations#spawnManaged
	 */
	default BackgroundTaskHandle<@Nullable Void> run(BackgroundTaskRegistration registration,
			BackgroundTaskAction body) {
		return spawn(registration, new ActionBody(body));
	}

	/**
	 * Runs a body without a result as a managed task of a kind, with the defaults of the
	 * kind and a generated id.
	 * @param kind the name of the kind
	 * @param body the work
	 * @return the handle, whose result is {@code null}
	 * @see BackgroundTaskOperations#spawnManaged
	 */
	default BackgroundTaskHandle<@Nullable Void> run(String kind, BackgroundTaskAction body) {
		return spawn(kind, new ActionBody(body));
	}

	/**
	 * Starts a task of a defined kind.
	 * @param request the description of the task, and its input
	 * @return the handle
	 * @see SessionTaskOperations#submit(String, TaskRequest)
	 */
	BackgroundTaskHandle<@Nullable Object> submit(TaskRequest request);

	/**
	 * Starts a task of a defined kind whose result has a type.
	 * @param <R> the type of the result
	 * @param request the description of the task, and its input
	 * @param type the class of the result
	 * @return the handle
	 * @see SessionTaskOperations#submit(String, TaskRequest, Class)
	 */
	<R> BackgroundTaskHandle<R> submit(TaskRequest request, Class<R> type);

	/**
	 * Starts tasks of defined kinds, all or none: if one request is refused, no task of
	 * the call is started. A durable host stores them in one transaction, or in that of
	 * the caller. Work begins in the order of the requests.
	 * @param requests at most {@value #MAX_REQUESTS} descriptions of tasks; a parent must
	 * exist before the call
	 * @return the handles in the order of the requests; a request whose idempotency key
	 * is held has the handle of the holder, and requests with the same key have the same
	 * task
	 * @throws InvalidTaskArgumentException if a request is not valid, if there are too
	 * many, if some start after the commit of a transaction and others at once, or if
	 * some are kept in memory and others are stored
	 * @throws TaskConflictException if a live task of the session has one of the ids, if
	 * two requests have the same, if a key belongs to other work, or if another call
	 * submits tasks to the session for ten seconds
	 * @throws TaskRejectedException if a limit is reached, or the session or the host
	 * takes no new work
	 * @see #submit(TaskRequest)
	 */
	List<BackgroundTaskHandle<@Nullable Object>> submitAll(List<TaskRequest> requests);

	/**
	 * Runs hidden work: work without a record.
	 * @param label the name in logs and reports
	 * @param task the work
	 * @see BackgroundTaskOperations#spawnHidden
	 */
	void spawnHidden(String label, HiddenTask task);

	/**
	 * Waits until the session has no hidden work left.
	 * @param timeout the maximum time to wait
	 * @throws InterruptedException if the thread is interrupted
	 * @see BackgroundTaskOperations#awaitHidden
	 */
	void awaitHidden(Duration timeout) throws InterruptedException;

	/**
	 * Returns a handle of a task of the session.
	 * @param taskId the id of the task
	 * @return the handle
	 * @throws TaskNotFoundException if there is no such task
	 */
	BackgroundTaskHandle<@Nullable Object> task(String taskId);

	/**
	 * Returns all tasks of the session, live and terminal, oldest first.
	 * @return their records
	 */
	List<BackgroundTaskRecord> list();

	/**
	 * Requests the cancellation of every task that is live in the session now. The cancel
	 * policy of each says how its request is carried out.
	 * @param reason the reason, or {@code null}; kept up to 512 characters
	 * @return their records after the requests, oldest first
	 * @see BackgroundTaskHandle#cancel
	 */
	List<BackgroundTaskRecord> cancelAll(@Nullable String reason);

	/**
	 * Cancels every task that is live in the session now, at once.
	 * @param reason the reason, or {@code null}; kept up to 512 characters
	 * @return their records after the cancellations, oldest first
	 * @see BackgroundTaskHandle#cancelNow
	 * @see BackgroundTaskOperations#cancelAllManaged
	 */
	List<BackgroundTaskRecord> cancelAllNow(@Nullable String reason);

	/**
	 * Subscribes to the events of the tasks of the session, including their ends.
	 * @return the subscription; close it after use
	 */
	BackgroundTaskSubscription subscribe();

	/**
	 * Takes the queued wakes of the session.
	 * @return the wakes, oldest first, and the number dropped because of limits
	 * @see SessionTaskOperations#drainWakes
	 */
	SessionWakes drainWakes();

	/**
	 * Closes the session without a successor.
	 * @return a report of the work of the session
	 * @see BackgroundTaskOperations#closeSession
	 */
	SessionCloseReport close();

	/**
	 * Closes the session in favour of a successor.
	 * @param successor the session that receives the tasks with
	 * {@link ClosePolicy#TRANSFER}
	 * @return a report of the work of the session
	 * @see BackgroundTaskOperations#closeSession
	 */
	SessionCloseReport close(String successor);

	@JsonValue
	private Object withoutModule() {
		throw UnknowingMapper.refusal(TaskSession.class);
	}

}
