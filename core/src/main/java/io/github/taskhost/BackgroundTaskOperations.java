package io.github.taskhost;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.github.taskhost.error.AmbiguousTaskException;
import io.github.taskhost.error.HiddenTaskException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The operations on background tasks and sessions. Thread-safe.
 *
 * <p>
 * An operation that takes only a task id acts on the only live task with that id, else on
 * the only task with it, else it fails (rule R22 of {@code docs/design.md}). An id is no
 * permission: call these operations from trusted code only.
 *
 * <p>
 * A terminal state is final, a cancel request is never lost, and an operation that
 * changes nothing publishes no event (rules R1, R5 and R13). Session ids, task ids and
 * idempotency keys have 1 to 200 of the characters {@code A-Z a-z 0-9 . _ : ~ @ -}, and
 * are neither {@code .} nor {@code ..}; a new task with another one is refused with an
 * {@link InvalidTaskArgumentException}.
 */
public interface BackgroundTaskOperations {

	/**
	 * Registers a {@link BackgroundTaskState#PENDING} task for work that reports its own
	 * states. Cancel requests follow {@link CancelPolicy#EXTERNAL}.
	 * @param sessionId the session that owns the task
	 * @param registration the description of the task
	 * @return the record, or that of the task that holds the idempotency key
	 * @throws TaskConflictException if a live task of the session has the id, or the key
	 * belongs to other work
	 * @throws TaskRejectedException if the host takes no more work
	 */
	BackgroundTaskRecord register(String sessionId, BackgroundTaskRegistration registration);

	/**
	 * Reports a state of a task, a progress message, or both. The message becomes the
	 * status line. {@link BackgroundTaskState#CANCEL_REQUESTED} is a cancel request.
	 * @param taskId the id of the task
	 * @param update the report
	 * @return the record after the update; unchanged if the task has ended
	 * @throws TaskNotFoundException if there is no such task
	 * @throws AmbiguousTaskException if tasks of several sessions have the id
	 * @throws TaskStateException if the state is terminal or
	 * {@link BackgroundTaskState#PENDING}
	 */
	BackgroundTaskRecord update(String taskId, BackgroundTaskUpdate update);

	/**
	 * Ends a task. The first end wins. A running body is interrupted.
	 * @param taskId the id of the task
	 * @param completion the terminal state and the summary
	 * @return the terminal record, also if the task had ended before
	 * @throws TaskNotFoundException if there is no such task
	 * @throws AmbiguousTaskException if tasks of several sessions have the id
	 */
	BackgroundTaskRecord complete(String taskId, BackgroundTaskCompletion completion);

	/**
	 * Requests the cancellation of a task and of its live descendants. The cancel policy
	 * of each says how its request is carried out.
	 * @param taskId the id of the task
	 * @param reason the reason, or {@code null}; kept up to 512 characters
	 * @return the record after the request; unchanged if the task has ended or was asked
	 * before
	 * @throws TaskNotFoundException if there is no such task
	 * @throws AmbiguousTaskException if tasks of several sessions have the id
	 */
	BackgroundTaskRecord requestCancel(String taskId, @Nullable String reason);

	/**
	 * Finds a task by its id.
	 * @param taskId the id of the task
	 * @return its record, or empty
	 * @throws AmbiguousTaskException if tasks of several sessions have the id
	 */
	Optional<BackgroundTaskRecord> get(String taskId);

	/**
	 * Lists tasks, oldest first.
	 * @param filter the filter that the tasks match
	 * @param limit the maximum size of the page, from 1 to 1,000
	 * @param after {@link BackgroundTaskPage#next()} of the previous page, or
	 * {@code null} for the first page
	 * @return a page
	 * @throws InvalidTaskArgumentException if the limit or the cursor is not valid
	 */
	default BackgroundTaskPage list(BackgroundTaskFilter filter, int limit, @Nullable String after) {
		return list(filter, TaskOrder.OLDEST_FIRST, limit, after);
	}

	/**
	 * Lists tasks in an order, forward and back. A task that stays is listed once while
	 * other tasks come and go.
	 * @param filter the filter that the tasks match
	 * @param order the order of the list, also of the records of a page on the way back
	 * @param limit the maximum size of the page, from 1 to 1,000
	 * @param cursor {@link BackgroundTaskPage#next()} or
	 * {@link BackgroundTaskPage#previous()} of a page of the same list, or {@code null}
	 * for the first page
	 * @return a page
	 * @throws InvalidTaskArgumentException if the limit or the cursor is not valid
	 */
	BackgroundTaskPage list(BackgroundTaskFilter filter, TaskOrder order, int limit, @Nullable String cursor);

	/**
	 * Moves a task to another session. The task keeps its uid, history and idempotency
	 * key, and replaces a terminal task with the same id there (rule R24 of
	 * {@code docs/design.md}). When another transfer is faster, the task moves on from
	 * its session by then.
	 * @param taskId the id of the task, live or terminal
	 * @param sessionId the new session; the current one is a no-op
	 * @return the record after the move
	 * @throws TaskNotFoundException if there is no such task
	 * @throws AmbiguousTaskException if tasks of several sessions have the id
	 * @throws TaskConflictException if the new session has a live task with the id, or a
	 * task with the key
	 * @throws TaskRejectedException if the new session is closing or has reached its
	 * limit
	 */
	BackgroundTaskRecord transfer(String taskId, String sessionId);

	/**
	 * Subscribes to the events that happen from now on.
	 * @param filter the filter that the events match
	 * @return the subscription; close it after use
	 * @throws TaskRejectedException if the host has reached its limit or shuts down
	 */
	BackgroundTaskSubscription subscribe(BackgroundTaskFilter filter);

	/**
	 * Runs hidden work of a session: work without a record.
	 * @param sessionId the session that owns the work
	 * @param label the name in logs and reports; kept up to 128 characters
	 * @param task the work
	 * @throws TaskRejectedException if the host takes no more work
	 */
	void spawnHidden(String sessionId, String label, HiddenTask task);

	/**
	 * Waits until the session has no hidden work left, including work that starts
	 * meanwhile. Failures are kept until a caller waits; the number of kept failures is
	 * limited, and they are forgotten at the age of ended records.
	 * @param sessionId the session
	 * @param timeout the maximum time to wait
	 * @throws HiddenTaskException if some of the work failed; every caller gets it
	 * @throws TaskAwaitTimeoutException if some of the work has not ended by then
	 * @throws TaskStateException if hidden work of the session waits for itself
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitHidden(String sessionId, Duration timeout) throws InterruptedException;

	/**
	 * Runs a body as a managed task, on a new thread of the host.
	 * @param <R> the type of the result
	 * @param sessionId the session that owns the task
	 * @param registration the description of the task
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
	 * Registers a {@link BackgroundTaskState#RUNNING} task for work that already runs
	 * elsewhere.
	 * @param sessionId the session that owns the task
	 * @param registration the description of the task
	 * @param cancellation the callback that tells the owner to end the work, or
	 * {@code null}: then a cancel request changes only the record
	 * @return the record, or that of the task that holds the idempotency key
	 * @throws TaskConflictException if a live task of the session has the id, or the key
	 * belongs to other work
	 * @throws TaskRejectedException if the host takes no more work
	 */
	BackgroundTaskRecord registerExternal(String sessionId, BackgroundTaskRegistration registration,
			@Nullable ExternalTaskCancellation cancellation);

	/**
	 * Removes the record of live external or registered work and publishes its removal. A
	 * no-op if there is no such task, if it has ended (retention removes it), or if the
	 * host starts its work (managed and submitted tasks).
	 * @param sessionId the session that owns the task
	 * @param taskId the id of the task
	 */
	void unregisterExternal(String sessionId, String taskId);

	/**
	 * Reports the end of a task. A running body is interrupted. A no-op if there is no
	 * such task, if it has ended, or if the state is not terminal.
	 * @param sessionId the session that owns the task or owned it before
	 * @param taskId the id of the task
	 * @param state a terminal state
	 */
	void markTerminal(String sessionId, String taskId, BackgroundTaskState state);

	/**
	 * Reports that a task runs or waits. A no-op if there is no such task, if it has
	 * ended or was asked to cancel, or if the state is not one of the two.
	 * @param sessionId the session that owns the task or owned it before
	 * @param taskId the id of the task
	 * @param state {@link BackgroundTaskState#RUNNING} or
	 * {@link BackgroundTaskState#WAITING}
	 */
	void markLiveState(String sessionId, String taskId, BackgroundTaskState state);

	/**
	 * Cancels a task and its live descendants now: when this method returns, the task is
	 * {@link BackgroundTaskState#CANCELLED} and its thread is interrupted; the owner of
	 * external work is told. A no-op if there is no such task or it has ended.
	 * @param sessionId the session that owns the task or owned it before
	 * @param taskId the id of the task
	 */
	void cancelManaged(String sessionId, String taskId);

	/**
	 * Returns all tasks of a session, live and terminal, oldest first.
	 * @param sessionId the session
	 * @return their records; the limits for live tasks and retention bound their number
	 */
	List<BackgroundTaskRecord> listManaged(String sessionId);

	/**
	 * Finds a task of a session.
	 * @param sessionId the session
	 * @param taskId the id of the task
	 * @return its record, or empty
	 */
	Optional<BackgroundTaskRecord> getManaged(String sessionId, String taskId);

	/**
	 * Moves tasks to another session, all or none. Ids that the first session does not
	 * have are skipped, and so are those of tasks that another thread moves away
	 * meanwhile.
	 * @param fromSessionId the session that owns the tasks
	 * @param toSessionId the new session; the same session is a no-op
	 * @param taskIds the ids of the tasks
	 * @throws TaskConflictException if the new session has a live task with one of the
	 * ids, or a task with one of the keys
	 * @throws TaskRejectedException if the new session is closing or has reached its
	 * limit
	 * @see #transfer
	 */
	void transferManaged(String fromSessionId, String toSessionId, Collection<String> taskIds);

	/**
	 * Cancels every live task of a session now.
	 * @param sessionId the session
	 * @return their records afterwards, oldest first
	 * @see #cancelManaged
	 */
	List<BackgroundTaskRecord> cancelAllManaged(String sessionId);

	/**
	 * Closes a session. A closing session refuses new work; each live task follows its
	 * close policy; hidden work is awaited for {@code taskhost.close.hidden-timeout} and
	 * then interrupted (rule R25 of {@code docs/design.md}). Blocks for at most
	 * {@code taskhost.cancel.grace-period} plus that timeout.
	 *
	 * <p>
	 * A session can be closed more than once, and its name can be used again afterwards.
	 * A close that a durable store breaks off leaves the tasks that it did not reach as
	 * they are; a further close goes on with them, and reports them alone.
	 * @param sessionId the session
	 * @param successor the session that receives the tasks with
	 * {@link ClosePolicy#TRANSFER}, or {@code null} for none
	 * @return a report of the work of the session
	 * @throws InvalidTaskArgumentException if the successor is the session itself
	 * @throws JournalUnavailableException if the durable store of the host cannot be
	 * reached in time
	 * @throws TaskStateException if another thread closes the session and may wait for
	 * this one, or this thread closes it already
	 */
	SessionCloseReport closeSession(String sessionId, @Nullable String successor);

	/**
	 * Waits for the end of a task.
	 * @param taskId the id of the task
	 * @param timeout the maximum time to wait
	 * @return the terminal record
	 * @throws TaskNotFoundException if there is no such task
	 * @throws AmbiguousTaskException if tasks of several sessions have the id
	 * @throws TaskAwaitTimeoutException if the task has not ended by then; it goes on
	 * @throws TaskStateException if a body waits for its own task
	 * @throws InterruptedException if the thread is interrupted
	 */
	BackgroundTaskRecord await(String taskId, Duration timeout) throws InterruptedException;

}
