package io.github.taskhost.local.host;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.commit.Admissions;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Moves tasks from one session to another, all or none.
 */
public final class Transfers {

	private final Clock clock;

	private final Commits commits;

	private final Admissions admissions;

	public Transfers(Clock clock, Commits commits, Admissions admissions) {
		this.clock = clock;
		this.commits = commits;
		this.admissions = admissions;
	}

	/**
	 * Moves a task to a session from wherever it is. A transfer that loses a race against
	 * another one starts again from the session that the task is in by then.
	 * @param meant the task
	 * @param to the session
	 * @return the record after the transfer; as it is if the task is in the session
	 */
	public BackgroundTaskRecord transfer(LocalTask meant, String to) {
		while (true) {
			LocalTask task = this.commits.present(meant);
			BackgroundTaskRecord record = task.record();
			if (task.isRemoved()) {
				throw new TaskNotFoundException("Task '" + record.id() + "' of session '" + record.sessionId()
						+ "' was removed before its transfer to session '" + to + "'.");
			}
			if (record.sessionId().equals(to)) {
				return record;
			}
			if (!task.isReadable()) {
				throw Stored.unreadable(record);
			}
			List<Change> changes = transfer(record.sessionId(), to, List.of(task));
			if (!changes.isEmpty()) {
				return changes.get(0).after();
			}
		}
	}

	/**
	 * Moves the tasks that are in the source session, all or none. A task that another
	 * thread has moved away or removed is skipped, and so is one whose stored record
	 * cannot be read.
	 * @return the changes of the moved tasks
	 */
	public List<Change> transfer(String from, String to, List<LocalTask> tasks) {
		List<Commits.Move> moves = decide(from, to, tasks);
		while (!moves.isEmpty()) {
			List<Change> changes = move(moves, to);
			if (!changes.isEmpty()) {
				return changes;
			}
			moves = decide(from, to, tasks);
		}
		return List.of();
	}

	private List<Commits.Move> decide(String from, String to, List<LocalTask> tasks) {
		List<Commits.Move> moves = new ArrayList<>(tasks.size());
		Instant now = this.clock.instant();
		for (LocalTask meant : tasks) {
			LocalTask task = this.commits.present(meant);
			BackgroundTaskRecord record = task.record();
			if (record.sessionId().equals(from) && !task.isRemoved() && task.isReadable()
					&& TaskLifecycle.decide(record, TaskLifecycle.ANY_ATTEMPT, new TaskCommand.Transfer(to),
							now) instanceof Decision.Changed changed) {
				moves.add(new Commits.Move(task, record, changed));
			}
		}
		return moves;
	}

	/** The number of live tasks of this process, which the target session counts. */
	private static int liveHere(List<Change> changes) {
		return (int) changes.stream()
			.filter((change) -> !change.after().state().isTerminal() && !Commits.isDetached(change.task()))
			.count();
	}

	private List<Change> move(List<Commits.Move> moves, String to) {
		int live = (int) moves.stream().filter((move) -> !move.before().state().isTerminal()).count();
		Session target = this.admissions.admitMoved(to, moves.get(0).before().kind(), live);
		List<Change> changes = List.of();
		try {
			changes = this.commits.move(moves);
		}
		finally {
			this.admissions.end(target, live - liveHere(changes));
		}
		this.commits.followAll(changes);
		return changes;
	}

}
