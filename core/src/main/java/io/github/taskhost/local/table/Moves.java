package io.github.taskhost.local.table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Commits moves from one session to another, all or none. Moves take turns under
 * {@code turn}; a single change of an entry that is being moved waits for the turn.
 */
final class Moves<E extends TableEntry<E>> {

	private final TaskTable<E> table;

	private final ReentrantLock turn = new ReentrantLock();

	Moves(TaskTable<E> table) {
		this.table = table;
	}

	@SuppressWarnings("LockNotBeforeTry") // only waits
	void awaitTurn() {
		this.turn.lock();
		this.turn.unlock();
	}

	/**
	 * Inserts a task that can be found before its insert is decided; other threads wait
	 * for the turn.
	 */
	CommitResult<E> inTurn(E fresh, Supplier<CommitResult<E>> insert) {
		this.turn.lock();
		try {
			fresh.hold(fresh.record());
			CommitResult<E> result = insert.get();
			fresh.release(fresh.record(), List.of());
			return result;
		}
		finally {
			this.turn.unlock();
		}
	}

	CommitResult<E> commit(List<? extends TableChange<E>> changes) {
		List<Move<E>> moves = changes.stream().<Move<E>>map(Move::new).toList();
		requireOneWay(moves);
		this.turn.lock();
		try {
			return commitInTurn(moves);
		}
		finally {
			this.turn.unlock();
		}
	}

	private static void requireOneWay(List<? extends Move<?>> moves) {
		long ways = moves.stream()
			.map((move) -> List.of(move.expected().sessionId(), move.next().sessionId()))
			.distinct()
			.count();
		if (ways != 1) {
			throw new IllegalArgumentException(
					"Moves in one commit must have the same source and the same target session: " + moves);
		}
	}

	private CommitResult<E> commitInTurn(List<Move<E>> moves) {
		List<Move<E>> held = new ArrayList<>(moves.size());
		for (Move<E> move : moves) {
			if (!move.entry().hold(move.expected())) {
				giveUp(held, 0);
				return new CommitResult.Conflict<>(move.entry());
			}
			held.add(move);
		}
		for (int i = 0; i < held.size(); i++) {
			CommitResult.Duplicate<E> obstacle = this.table.takePlaces(held.get(i));
			if (obstacle != null) {
				giveUp(held, i);
				return obstacle;
			}
		}
		moveAll(held);
		return CommitResult.committed();
	}

	private void giveUp(List<Move<E>> held, int withPlaces) {
		held.subList(0, withPlaces).forEach(this.table::giveBackPlaces);
		held.forEach((move) -> move.entry().release(move.expected(), List.of()));
	}

	private void moveAll(List<Move<E>> moves) {
		Move<E> any = moves.get(0);
		moves.forEach(this.table::completeMove);
		this.table.sessions()
			.move(any.expected().sessionId(), any.next().sessionId(), moves.stream().map(Move::entry).toList(),
					() -> moves.forEach((move) -> move.entry().release(move.next(), move.events())));
	}

}
