package io.github.taskhost.local.commit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.local.table.PageRequest;
import io.github.taskhost.local.table.TablePage;
import io.github.taskhost.local.table.TaskTable;
import io.github.taskhost.local.task.LocalTask;
import org.jspecify.annotations.Nullable;

/**
 * Finds tasks in the table of this process: by uid, by (session, id), by id, by filter.
 */
public final class TaskLookup {

	/** The largest number of tasks that a call looks at. */
	static final int SCAN_BUDGET = 10_000;

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

	/** The task that holds an idempotency key at a time. */
	@Nullable LocalTask findByKey(String sessionId, String key, Instant at) {
		return this.table.findByKey(sessionId, key, at);
	}

	/** The tasks with an id, at most one of each session, live ones first. */
	List<LocalTask> findAll(String taskId, int limit) {
		return this.table.findAll(taskId, limit);
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
			TablePage<LocalTask> page = page(PageRequest.of(filter, TaskOrder.OLDEST_FIRST, 1000, after));
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

	TablePage<LocalTask> page(PageRequest request) {
		return this.table.page(request, SCAN_BUDGET);
	}

}
