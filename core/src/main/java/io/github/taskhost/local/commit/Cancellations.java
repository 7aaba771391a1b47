package io.github.taskhost.local.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskCommand.RequestCancel.Origin;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels tasks in the name of the caller. The outcome of the command decides whether
 * descendants and owners are reached.
 */
public final class Cancellations {

	private static final Logger log = LoggerFactory.getLogger(Cancellations.class);

	private final Commits commits;

	private final TaskCallers callers;

	private final KnownTasks known;

	public Cancellations(Commits commits, TaskCallers callers, KnownTasks known) {
		this.commits = commits;
		this.callers = callers;
		this.known = known;
	}

	/**
	 * The name of the caller on this thread; {@code null} if there is none or it cannot
	 * be read. It is for the record only and decides nothing.
	 */
	public @Nullable String callerName() {
		try {
			TaskCallers.Caller caller = TaskCallers.callerOf(this.callers);
			return (caller != null) ? caller.name() : null;
		}
		catch (Throwable ex) {
			log.error("The caller of an operation could not be read; its name is not recorded", LogSafe.of(ex));
			return null;
		}
	}

	/** Requests cancellation. */
	public Change request(LocalTask task, @Nullable String reason) {
		return this.commits.apply(task, new TaskCommand.RequestCancel(reason, callerName()));
	}

	/** Cancels at once. */
	public Change now(LocalTask task, @Nullable String reason) {
		return this.commits.apply(task, new TaskCommand.CancelNow(reason, callerName(), false));
	}

	/**
	 * Requests cancellation of all live tasks of a session; returns their records after
	 * the requests.
	 */
	public List<BackgroundTaskRecord> requestAll(String sessionId, @Nullable String reason) {
		return ofEach(sessionId, (task) -> requestOfMany(task, reason));
	}

	/**
	 * Cancels all live tasks of a session at once; returns their records after the
	 * cancellations.
	 */
	public List<BackgroundTaskRecord> allNow(String sessionId, @Nullable String reason) {
		return ofEach(sessionId, (task) -> nowOfMany(task, reason));
	}

	/** Leaves out tasks that have moved to another session by their turn. */
	private List<BackgroundTaskRecord> ofEach(String sessionId, Function<LocalTask, Change> cancel) {
		List<LocalTask> live = this.known.liveOf(sessionId);
		List<BackgroundTaskRecord> records = new ArrayList<>(live.size());
		for (LocalTask task : live) {
			if (task.record().sessionId().equals(sessionId)) {
				records.add(cancel.apply(task).task().record());
			}
		}
		return records;
	}

	/**
	 * Requests cancellation of one of many tasks. A task that has ended meanwhile keeps
	 * its descendants.
	 */
	public Change requestOfMany(LocalTask task, @Nullable String reason) {
		return this.commits.apply(task, new TaskCommand.RequestCancel(reason, callerName(), Origin.HOST));
	}

	/**
	 * Cancels one of many tasks at once. A task that has ended meanwhile keeps its
	 * descendants.
	 */
	public Change nowOfMany(LocalTask task, @Nullable String reason) {
		return this.commits.apply(task, new TaskCommand.CancelNow(reason, callerName(), false, Origin.HOST));
	}

}
