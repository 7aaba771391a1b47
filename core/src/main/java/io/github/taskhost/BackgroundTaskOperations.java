package io.github.taskhost;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.github.taskhost.error.AmbiguousTaskException;
import io.github.taskhost.error.HiddenTaskException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The twenty operations on background tasks, and the two that their policies imply. Safe
 * for use by many threads.
 *
 * <p>
 * An operation that names only a task id takes the only live task with that id, else the
 * only one, else it fails. An id is no permission: these operations are for trusted code.
 *
 * <p>
 * The rules come from the host design: a terminal state is final, a cancel request is
 * never lost, what changes nothing publishes nothing.
 */
public interface BackgroundTaskOperations {

	/**
	 * Makes a {@link BackgroundTaskState#PENDING} record for work that reports by itself.
	 * A cancel request works as {@link CancelPolicy#EXTERNAL}.
	 * @param sessionId the owner
	 * @param registration what the task is to be
	 * @return the record, or that of the task that holds the idempotency key
	 * @throws TaskConflictException if a live task of the session has the id, or the key
	 * belongs to other work
	 * @throws TaskRejectedException if the host takes no more work
	 */
	BackgroundTaskRecord register(String sessionId, BackgroundTaskRegistration registration);

	/**
	 * Reports a state, a progress message, or both. The message becomes the status line.
	 * {@link BackgroundTaskState#CANCEL_REQUESTED} is a cancel request.
	 * @param taskId the task
	 * @param update the report
	 * @return the record after it; unchanged when the task has ended
	 * @throws TaskNotFoundException if there is no such task
	 * @throws AmbiguousTaskException if the id could mean several
	 * @throws TaskStateException if the state is terminal or
	 * {@link BackgroundTaskState#PENDING}
	 */
	BackgroundTaskRecord update(String taskId, BackgroundTaskUpdate update);

	/**
	 * Ends a task. The first end wins. A managed body is interrupted.
	 * @param taskId the task
	 * @param completion how it ended
	 * @return the terminal record, also when the task had ended before
	 * @throws TaskNotFoundException if there is no such task
	 * @throws AmbiguousTaskException if the id could mean several
	 */
	BackgroundTaskRecord complete(String taskId, BackgroundTaskCompletion completion);

	/**
	 * Asks a task to cancel, and its live descendants; its cancel policy says how that is
	 * carried out.
	 * @param taskId the task
	 * @param reason why, or {@code null}; kept up to 512 characters
	 * @return the record after the request; unchanged when the task has ended or was
	 * asked before
	 * @throws TaskNotFoundException if there is no such task
	 * @throws AmbiguousTaskException if the id could mean several
	 */
	BackgroundTaskRecord requestCancel(String taskId, @Nullable String reason);

	/**
	 * Looks a task up.
	 * @param taskId the task
	 * @return its record, or empty
	 * @throws AmbiguousTaskException if the id could mean several
	 */
	Optional<BackgroundTaskRecord> get(String taskId);

	/**
	 * Lists tasks, oldest first.
	 * @param filter which
	 * @param limit how many at most, from 1 to 1,000
	 * @param after {@link BackgroundTaskPage#next()} of the page before, or {@code null}
	 * for the first
	 * @return a page
	 * @throws InvalidTaskArgumentException if the limit or the cursor is not valid
	 */
	BackgroundTaskPage list(BackgroundTaskFilter filter, int limit, @Nullable String after);

	/**
	 * Moves a task to another session. It keeps its uid, history and idempotency key; an
	 * ended namesake there gives way.
	 * @param taskId the task, live or ended
	 * @param sessionId the new owner; its present one changes nothing
	 * @return the record after it
	 * @throws TaskNotFoundException if there is no such task
	 * @throws AmbiguousTaskException if the id could mean several
	 * @throws TaskConflictException if a live task there has the id, or a task there the
	 * key
	 * @throws TaskRejectedException if that session is closing or full
	 */
	BackgroundTaskRecord transfer(String taskId, String sessionId);

	/**
	 * Subscribes to events, from now on.
	 * @param filter which
	 * @return the subscription; close it
	 * @throws TaskRejectedException if there are too many, or the host shuts down
	 */
	BackgroundTaskSubscription subscribe(BackgroundTaskFilter filter);

	/**
	 * Starts work that has no record.
	 * @param sessionId the owner
	 * @param label what it is called in logs and reports; kept up to 128 characters
	 * @param task the work
	 * @throws TaskRejectedException if the host takes no more work
	 */
	void spawnHidden(String sessionId, String label, HiddenTask task);

	/**
	 * Waits until a session has no hidden work left, that started meanwhile included.
	 * @param sessionId the owner
	 * @param timeout how long at most
	 * @throws HiddenTaskException if some of it failed; every waiter is told
	 * @throws TaskAwaitTimeoutException if some is left by then
	 * @throws TaskStateException if hidden work of the session waits for itself
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitHidden(String sessionId, Duration timeout) throws InterruptedException;

	/**
	 * Runs a body under a record, on a thread of its own.
	 * @param <R> what the body returns
	 * @param sessionId the owner
	 * @param registration what the task is to be
	 * @param body the work
	 * @return the handle, or one of the task that holds the idempotency key
	 * @throws TaskConflictException if a live task of the session has the id, or the key
	 * belongs to other work
	 * @throws TaskRejectedException if the host takes no more work
	 * @throws InvalidTaskArgumentException if the cancel policy is
	 * {@link CancelPolicy#EXTERNAL}
	 */
	<R extends @Nullable Object> BackgroundTaskHandle<R> spawnManaged(String sessionId,
			BackgroundTaskRegistration registration, BackgroundTask<R> body);

	/**
	 * Makes a {@link BackgroundTaskState#RUNNING} record for work that runs elsewhere.
	 * @param sessionId the owner
	 * @param registration what the task is to be
	 * @param cancellation is told when the task is to end, or {@code null}: then a cancel
	 * request only changes the record
	 * @return the record, or that of the task that holds the idempotency key
	 * @throws TaskConflictException if a live task of the session has the id, or the key
	 * belongs to other work
	 * @throws TaskRejectedException if the host takes no more work
	 */
	BackgroundTaskRecord registerExternal(String sessionId, BackgroundTaskRegistration registration,
			@Nullable ExternalTaskCancellation cancellation);

	/**
	 * Removes the record of live reported work, and publishes its removal. Nothing
	 * happens when there is none, when the task has ended (retention removes it), or when
	 * it is managed.
	 * @param sessionId the owner
	 * @param taskId the task
	 */
	void unregisterExternal(String sessionId, String taskId);

	/**
	 * Reports the end of a session's task. Nothing happens when there is no such task,
	 * when it has ended, or when the state is not terminal. A managed body is
	 * interrupted.
	 * @param sessionId the owner, or one that owned the task before
	 * @param taskId the task
	 * @param state a terminal state
	 */
	void markTerminal(String sessionId, String taskId, BackgroundTaskState state);

	/**
	 * Reports that a session's task runs or waits. Nothing happens when there is no such
	 * task, when it has ended or was asked to cancel, or when the state is another.
	 * @param sessionId the owner, or one that owned the task before
	 * @param taskId the task
	 * @param state {@link BackgroundTaskState#RUNNING} or
	 * {@link BackgroundTaskState#WAITING}
	 */
	void markLiveState(String sessionId, String taskId, BackgroundTaskState state);

	/**
	 * Cancels a task now: it is {@link BackgroundTaskState#CANCELLED} when this returns,
	 * its thread is interrupted, its cancellation callback is told. Its live descendants
	 * meet the same. Nothing happens when there is no such task, or when it has ended.
	 * @param sessionId the owner, or one that owned the task before
	 * @param taskId the task
	 */
	void cancelManaged(String sessionId, String taskId);

	/**
	 * All tasks of a session, live and ended, oldest first.
	 * @param sessionId the owner
	 * @return their records; as many as the limits for live tasks and retention allow
	 */
	List<BackgroundTaskRecord> listManaged(String sessionId);

	/**
	 * Looks a session's task up.
	 * @param sessionId the owner
	 * @param taskId the task
	 * @return its record, or empty
	 */
	Optional<BackgroundTaskRecord> getManaged(String sessionId, String taskId);

	/**
	 * Moves tasks to another session, all or none. Ids that the session does not have are
	 * skipped.
	 * @param fromSessionId the owner
	 * @param toSessionId the new owner; the same changes nothing
	 * @param taskIds the tasks
	 * @throws TaskConflictException if a live task there has one of the ids, or a task
	 * there one of the keys
	 * @throws TaskRejectedException if that session is closing or full
	 */
	void transferManaged(String fromSessionId, String toSessionId, Collection<String> taskIds);

	/**
	 * Cancels every live task of a session now.
	 * @param sessionId the owner
	 * @return the records of those tasks afterwards, oldest first
	 */
	List<BackgroundTaskRecord> cancelAllManaged(String sessionId);

	/**
	 * Closes a session. While it closes, it takes no new work. Each live task meets its
	 * close policy; hidden work is awaited for a bounded time, then interrupted. Closing
	 * twice is harmless, and the name can be used again afterwards. Blocks for at most
	 * the grace period and the time for hidden work.
	 * @param sessionId the session
	 * @param successor the session that takes the tasks with
	 * {@link ClosePolicy#TRANSFER}, or {@code null} for none
	 * @return what became of its work
	 * @throws InvalidTaskArgumentException if the successor is the session itself
	 */
	SessionCloseReport closeSession(String sessionId, @Nullable String successor);

	/**
	 * Waits for the end of a task.
	 * @param taskId the task
	 * @param timeout how long at most
	 * @return the terminal record
	 * @throws TaskNotFoundException if there is no such task
	 * @throws AmbiguousTaskException if the id could mean several
	 * @throws TaskAwaitTimeoutException if the task has not ended by then
	 * @throws TaskStateException if a body waits for its own task
	 * @throws InterruptedException if the thread is interrupted
	 */
	BackgroundTaskRecord await(String taskId, Duration timeout) throws InterruptedException;

}
