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
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.WakePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The operations on work of the kinds that the host knows. Safe for use by many threads.
 *
 * <p>
 * The rules come from the session-task design: the kind's executor is the control plane,
 * and the work reports for itself.
 */
public interface SessionTaskOperations {

	/**
	 * Starts work of a kind that the host knows: by its {@link BackgroundTaskExecutor},
	 * or by its {@link BackgroundTaskHandler} as a managed task.
	 * @param sessionId the owner
	 * @param request the kind, the input, and what the task is to be
	 * @return the handle, or one of the task that holds the idempotency key
	 * @throws UnknownTaskKindException if the host does not know the kind
	 * @throws InvalidTaskArgumentException if the input does not fit the kind, with the
	 * path of what is wrong in it, or is too large
	 * @throws TaskConflictException if a live task of the session has the id, or the key
	 * belongs to other work
	 * @throws TaskRejectedException if the host takes no more work
	 */
	BackgroundTaskHandle<@Nullable Object> submit(String sessionId, TaskRequest request);

	/**
	 * Starts a task of a kind that can re-attach again, under its next attempt. Reports
	 * of the attempt before are refused from then on.
	 * @param taskId the task: the only live one with that id
	 * @return the record after it
	 * @throws UnsupportedTaskOperationException if the kind cannot re-attach
	 * @throws TaskStateException if the task has ended, has not started, or was asked to
	 * cancel
	 * @throws TaskNotFoundException if there is no such task
	 * @throws AmbiguousTaskException if the id could mean several
	 */
	BackgroundTaskRecord reattach(String taskId);

	/**
	 * Takes the wakes of a session that wait. Each is taken once, whoever else drains at
	 * the same time. The wakes of a task that moved are in its new session, and those of
	 * a record that was removed are gone.
	 * @param sessionId the session
	 * @return the wakes, oldest first, and how many were dropped at the limits
	 * @see WakePolicy
	 */
	SessionWakes drainWakes(String sessionId);

}
