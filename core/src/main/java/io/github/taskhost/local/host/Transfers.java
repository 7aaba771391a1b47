package io.github.taskhost.local.host;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.commit.Admissions;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
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

	/** Moves the tasks that are still in the source session. */
	public void transfer(String from, String to, List<LocalTask> tasks) {
		List<Commits.Move> moves = decide(from, to, tasks);
		while (!moves.isEmpty() && !moved(moves, to)) {
			moves = decide(from, to, tasks);
		}
	}

	private List<Commits.Move> decide(String from, String to, List<LocalTask> tasks) {
		List<Commits.Move> moves = new ArrayList<>(tasks.size());
		Instant now = this.clock.instant();
		for (LocalTask task : tasks) {
			BackgroundTaskRecord record = task.record();
			if (record.sessionId().equals(from) && !task.isRemoved() && TaskLifecycle.decide(record,
					TaskLifecycle.ANY_ATTEMPT, new TaskCommand.Transfer(to), now) instanceof Decision.Changed changed) {
				moves.add(new Commits.Move(task, record, changed));
			}
		}
		return moves;
	}

	private boolean moved(List<Commits.Move> moves, String to) {
		int live = (int) moves.stream().filter((move) -> !move.before().state().isTerminal()).count();
		Session target = this.admissions.admitMoved(to, moves.get(0).before().kind(), live);
		List<Change> changes = List.of();
		try {
			changes = this.commits.move(moves);
		}
		finally {
			this.admissions.end(target, changes.isEmpty() ? live : 0);
		}
		changes.forEach(this.commits::follow);
		return !changes.isEmpty();
	}

}
