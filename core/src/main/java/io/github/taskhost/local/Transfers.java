package io.github.taskhost.local;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.Outcome;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.Commits.Commit;
import io.github.taskhost.store.CommitResult;
import io.github.taskhost.store.TaskChange;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Moves of tasks from one session to another, all or none.
 */
final class Transfers {

	private final Host host;

	Transfers(Host host) {
		this.host = host;
	}

	/** Moves those of the tasks that are still in the session. */
	void transfer(String from, String to, List<LocalTask> tasks) {
		List<TaskChange.Replace> moves = decide(from, to, tasks);
		while (!moves.isEmpty() && !moved(moves, to)) {
			moves = decide(from, to, tasks);
		}
	}

	private List<TaskChange.Replace> decide(String from, String to, List<LocalTask> tasks) {
		List<TaskChange.Replace> moves = new ArrayList<>(tasks.size());
		Instant now = this.host.clock().instant();
		for (LocalTask task : tasks) {
			BackgroundTaskRecord record = task.record();
			if (record.sessionId().equals(from) && !task.isRemoved() && TaskLifecycle.decide(record,
					TaskLifecycle.ANY_ATTEMPT, new TaskCommand.Transfer(to), now) instanceof Decision.Changed changed) {
				moves.add(new TaskChange.Replace(task, record, changed.next(),
						this.host.delivery().wanted(task, changed)));
			}
		}
		return moves;
	}

	private boolean moved(List<TaskChange.Replace> moves, String to) {
		int live = (int) moves.stream().filter((move) -> !move.expected().state().isTerminal()).count();
		Session target = this.host.admissions().admitMoved(to, moves.get(0).expected().kind(), live);
		boolean moved = false;
		try {
			CommitResult result = InterruptGate.inside(() -> this.host.store().commit(List.copyOf(moves)));
			if (result instanceof CommitResult.Duplicate duplicate) {
				throw Commits.collision(wantedBy(moves, duplicate), duplicate);
			}
			moved = result instanceof CommitResult.Committed;
		}
		finally {
			this.host.admissions().end(target, moved ? 0 : live);
		}
		if (moved) {
			moves.forEach((move) -> this.host.effects()
				.of((LocalTask) move.entry(), new Commit(move.expected(), move.next(), Outcome.NONE, true)));
		}
		return moved;
	}

	private static BackgroundTaskRecord wantedBy(List<TaskChange.Replace> moves, CommitResult.Duplicate duplicate) {
		BackgroundTaskRecord holder = duplicate.holder().record();
		return moves.stream()
			.map(TaskChange.Replace::next)
			.filter((next) -> duplicate.byKey() ? String.valueOf(next.idempotencyKey()).equals(holder.idempotencyKey())
					: next.id().equals(holder.id()))
			.findFirst()
			.orElse(moves.get(0).next());
	}

}
