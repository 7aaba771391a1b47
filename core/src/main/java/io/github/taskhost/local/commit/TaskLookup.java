package io.github.taskhost.local.commit;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import io.github.taskhost.error.AmbiguousTaskException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.local.table.TablePage;
import io.github.taskhost.local.table.TaskTable;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds tasks in the table: by uid, by (session, id), by id, by filter.
 */
public final class TaskLookup {

	private static final int SCAN_BUDGET = 10_000;

	private static final int NAMED_SESSIONS = 10;

	private final TaskTable<LocalTask> table;

	public TaskLookup(TaskTable<LocalTask> table) {
		this.table = table;
	}

	public @Nullable LocalTask find(UUID uid) {
		return this.table.find(uid);
	}

	/**
	 * The task with an id in a session, or the task that had this place before it moved.
	 */
	public @Nullable LocalTask find(String sessionId, String taskId) {
		return this.table.find(sessionId, taskId);
	}

	/** The task with an id that is in the session now. */
	public @Nullable LocalTask findIn(String sessionId, String taskId) {
		LocalTask task = find(sessionId, taskId);
		return (task != null && task.record().sessionId().equals(sessionId)) ? task : null;
	}

	public @Nullable LocalTask findByKey(String sessionId, String key) {
		return this.table.findByKey(sessionId, key);
	}

	public LocalTask require(String sessionId, String taskId) {
		LocalTask task = find(sessionId, taskId);
		if (task == null) {
			throw new TaskNotFoundException("Session '" + sessionId + "' has no task '" + taskId
					+ "'. Check the session and the id; the record may have been removed (see retention).");
		}
		return task;
	}

	public LocalTask requireOnly(String taskId) {
		LocalTask task = findOnly(taskId);
		if (task == null) {
			throw new TaskNotFoundException("There is no task '" + taskId
					+ "'. Check the id; the record may have been removed (see retention).");
		}
		return task;
	}

	/** The task that an id without a session denotes, or {@code null}. */
	public @Nullable LocalTask findOnly(String taskId) {
		List<LocalTask> candidates = this.table.findAll(taskId, NAMED_SESSIONS + 1);
		if (candidates.isEmpty()) {
			return null;
		}
		List<BackgroundTaskRecord> records = candidates.stream().map(LocalTask::record).toList();
		int meant = NamingRules.meant(records);
		if (meant < 0) {
			throw ambiguous(taskId, records);
		}
		return candidates.get(meant);
	}

	private static AmbiguousTaskException ambiguous(String taskId, List<BackgroundTaskRecord> records) {
		List<String> sessions = records.stream()
			.map(BackgroundTaskRecord::sessionId)
			.sorted()
			.limit(NAMED_SESSIONS)
			.toList();
		return new AmbiguousTaskException("The id '" + taskId + "' is ambiguous: the sessions " + sessions
				+ ((records.size() > sessions.size()) ? " and others" : "")
				+ " have a task with this id. Name the session.", sessions);
	}

	public List<LocalTask> children(UUID parentUid) {
		return this.table.children(parentUid);
	}

	public List<LocalTask> tasksOf(String sessionId) {
		return this.table.session(sessionId);
	}

	public void forEach(BackgroundTaskFilter filter, Consumer<LocalTask> action) {
		String after = null;
		do {
			TablePage<LocalTask> page = this.table.page(filter, 1000, after, SCAN_BUDGET);
			page.entries().forEach(action);
			after = page.next();
		}
		while (after != null);
	}

	/**
	 * Visits tasks in their order.
	 * @param after the place to start behind, or -1
	 * @param budget the largest number of visits
	 * @return the place of the last visited task, or -1 if there is no further one
	 */
	public long visit(long after, int budget, Consumer<LocalTask> visitor) {
		return this.table.visit(after, budget, visitor);
	}

	public TablePage<LocalTask> page(BackgroundTaskFilter filter, int limit, @Nullable String after) {
		return this.table.page(filter, limit, after, SCAN_BUDGET);
	}

}
