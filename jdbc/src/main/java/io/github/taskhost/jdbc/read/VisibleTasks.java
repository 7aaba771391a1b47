package io.github.taskhost.jdbc.read;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.SessionPage;
import io.github.taskhost.event.SessionSummary;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredPage;
import io.github.taskhost.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of the database without those that are to be removed. Thread-safe.
 */
public final class VisibleTasks {

	private final JournalReads tasks;

	private final DetailReads details;

	private final LiveTasks live;

	private final SessionReads sessions;

	private final HistoryReads histories;

	private final Removals removals;

	/**
	 * Creates a view.
	 * @param tasks reads tasks
	 * @param details reads other values
	 * @param live finds out which tasks are live
	 * @param sessions reads sessions
	 * @param histories reads histories
	 * @param removals the tasks that are not shown
	 */
	public VisibleTasks(JournalReads tasks, DetailReads details, LiveTasks live, SessionReads sessions,
			HistoryReads histories, Removals removals) {
		this.tasks = tasks;
		this.details = details;
		this.live = live;
		this.sessions = sessions;
		this.histories = histories;
		this.removals = removals;
	}

	/** Finds a task by its uid, or returns {@code null}. */
	public @Nullable StoredTask find(UUID uid) {
		return this.removals.contains(uid) ? null : this.tasks.find(uid);
	}

	/** Finds the task that has an id in a session, or returns {@code null}. */
	public @Nullable StoredTask find(String sessionId, String taskId) {
		StoredTask task = this.tasks.find(sessionId, taskId);
		return (task != null && isRemoved(task)) ? null : task;
	}

	/** Finds the tasks that have an id in any session. */
	public List<StoredTask> findAll(String taskId, int limit) {
		return kept(this.tasks.findAll(taskId, limit));
	}

	/** Reads a page of tasks in the order of their uids, or in its reverse. */
	public StoredPage page(BackgroundTaskFilter filter, TaskOrder order, int limit, @Nullable UUID from) {
		StoredPage page = this.tasks.page(filter, order, limit, from);
		return new StoredPage(kept(page.tasks()), page.last(), page.partial());
	}

	/** Reads a page of sessions; tasks that are not shown any more may be counted. */
	public SessionPage sessions(@Nullable String text, int limit, @Nullable String after) {
		return this.sessions.page(text, limit, after);
	}

	/** Reads the numbers of a session. */
	public SessionSummary session(String sessionId) {
		return this.sessions.session(sessionId);
	}

	/** Reads the history of a task. */
	public TaskHistory history(UUID uid) {
		return this.removals.contains(uid) ? new TaskHistory(List.of(), false) : this.histories.history(uid);
	}

	/** Reads the children of a task. */
	public List<StoredTask> children(UUID parentUid, int limit) {
		return kept(this.tasks.children(parentUid, limit));
	}

	/** Reads the tasks of a session that hold keys. */
	public List<StoredTask> holders(String sessionId, Collection<String> keys) {
		return kept(this.tasks.holders(sessionId, keys));
	}

	/** Returns those of some tasks that have not ended. */
	public Set<UUID> live(Collection<UUID> uids) {
		return this.live.of(uids);
	}

	/** Reads everything of a task that its record does not show and that can be read. */
	public StoredDetails details(UUID uid) {
		return this.details.readable(uid);
	}

	/** Takes the wakes of a session. */
	public SessionWakes drainWakes(String sessionId, int limit) {
		SessionWakes drained = this.details.drainWakes(sessionId, limit);
		return new SessionWakes(drained.wakes().stream().filter((wake) -> !this.removals.contains(wake.uid())).toList(),
				drained.dropped());
	}

	private List<StoredTask> kept(List<StoredTask> some) {
		return some.stream().filter((task) -> !isRemoved(task)).toList();
	}

	private boolean isRemoved(StoredTask task) {
		return this.removals.contains(task.record().uid());
	}

}
