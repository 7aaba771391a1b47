package io.github.taskhost;

import io.github.taskhost.error.AmbiguousTaskException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.error.UnknownTaskKindException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.WakePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The operations on tasks of defined kinds, whose work an executor or a handler of the
 * kind does. Thread-safe.
 */
public interface SessionTaskOperations {

	/**
	 * Starts a task of a defined kind: its {@code BackgroundTaskExecutor} starts the work
	 * elsewhere, or its {@code BackgroundTaskHandler} runs as a managed task.
	 * @param sessionId the session that owns the task
	 * @param request the description of the task, and its input
	 * @return the handle, or one of the task that holds the idempotency key
	 * @throws UnknownTaskKindException if the kind has neither an executor nor a handler
	 * @throws InvalidTaskArgumentException if the input is too large or cannot be read as
	 * the input type of the kind; the message has the path of the error
	 * @throws TaskConflictException if a live task of the session has the id, or the key
	 * belongs to other work
	 * @throws TaskRejectedException if the host takes no more work
	 */
	BackgroundTaskHandle<@Nullable Object> submit(String sessionId, TaskRequest request);

	/**
	 * Starts a task of a defined kind whose result has a type. The result is the value
	 * that the handler returned, if it is of the type, else the result of the record,
	 * decoded by the {@code PayloadCodec} of the host.
	 * @param <R> the type of the result
	 * @param sessionId the session that owns the task
	 * @param request the description of the task, and its input
	 * @param type the class of the result
	 * @return the handle, or one of the task that holds the idempotency key
	 * @see #submit(String, TaskRequest)
	 * @see BackgroundTaskHandle#result(Class)
	 */
	<R> BackgroundTaskHandle<R> submit(String sessionId, TaskRequest request, Class<R> type);

	/**
	 * Starts the next attempt of a task whose executor can take up running work. Reports
	 * of the previous attempt are refused from then on.
	 * @param taskId the id of the task
	 * @return the record after the change
	 * @throws UnsupportedTaskOperationException if the executor cannot re-attach
	 * @throws TaskStateException if the task has ended, has not started, or was asked to
	 * cancel
	 * @throws TaskNotFoundException if there is no such task
	 * @throws AmbiguousTaskException if tasks of several sessions have the id
	 */
	BackgroundTaskRecord reattach(String taskId);

	/**
	 * Takes the queued wakes of a session. Each wake is taken once, even with several
	 * drains at the same time. The wakes of a task follow it to another session, and are
	 * removed with its record.
	 * @param sessionId the session
	 * @return the wakes, oldest first, and the number dropped because of limits
	 * @see WakePolicy
	 */
	SessionWakes drainWakes(String sessionId);

}
