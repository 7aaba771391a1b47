package io.github.taskhost.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskFilter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the records of tasks. A store decides nothing about lifecycles: it guards every
 * change by the record that it was made of, and keeps (session, id) unique among live
 * tasks and (session, idempotency key) unique among all. Safe for use by many threads.
 */
public interface TaskStore {

	/**
	 * Makes the uid of a task that is about to be inserted.
	 * @param now the time
	 * @return a version 7 UUID, higher than all before it in this store
	 */
	UUID newUid(Instant now);

	/**
	 * Makes changes, all or none. The events of a change get their place in the order of
	 * the task in the same step: {@link TaskEntry#takeEvents()}.
	 * @param changes one or more, each of another task
	 * @return whether they were made, or what stands in the way
	 */
	CommitResult commit(List<TaskChange> changes);

	/**
	 * Makes one change.
	 * @param change the change
	 * @return whether it was made, or what stands in the way
	 */
	default CommitResult commit(TaskChange change) {
		return commit(List.of(change));
	}

	/**
	 * Finds a task by its incarnation.
	 * @param uid the uid
	 * @return the entry, or {@code null}
	 */
	@Nullable TaskEntry find(UUID uid);

	/**
	 * Finds the task that has a place under (session, id), or had one before it moved.
	 * @param sessionId the session
	 * @param taskId the id
	 * @return the entry, or {@code null}; its record may be in another session by now
	 */
	@Nullable TaskEntry find(String sessionId, String taskId);

	/**
	 * Finds the tasks with an id, each in its own session.
	 * @param taskId the id
	 * @return their entries
	 */
	List<TaskEntry> findAll(String taskId);

	/**
	 * Finds the task that holds an idempotency key.
	 * @param sessionId the session
	 * @param key the key
	 * @return the entry, or {@code null}
	 */
	@Nullable TaskEntry findByKey(String sessionId, String key);

	/**
	 * The children of a task, oldest first.
	 * @param parentUid the parent
	 * @return their entries
	 */
	List<TaskEntry> children(UUID parentUid);

	/**
	 * All tasks of a session, oldest first.
	 * @param sessionId the session
	 * @return their entries
	 */
	List<TaskEntry> session(String sessionId);

	/**
	 * Whether a session has tasks, ended ones included. Asked at each start and end.
	 * @param sessionId the session
	 * @return {@code true} if it has
	 */
	boolean hasTasks(String sessionId);

	/**
	 * A part of a list, oldest first.
	 * @param filter which
	 * @param limit how many at most
	 * @param after {@link Page#next()} of the part before, or {@code null} for the first
	 * @param budget how many tasks to look at, at most; the part may be short therefore,
	 * and still have a next one
	 * @return the part
	 * @throws io.github.taskhost.error.InvalidTaskArgumentException if {@code after} is
	 * not a cursor of this store
	 */
	Page page(BackgroundTaskFilter filter, int limit, @Nullable String after, int budget);

	/**
	 * A part of a list.
	 *
	 * @param entries the entries
	 * @param next the cursor for the next part, or {@code null} at the end
	 */
	record Page(List<TaskEntry> entries, @Nullable String next) {
	}

}
