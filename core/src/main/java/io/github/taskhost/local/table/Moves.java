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
		return inTurn(List.of(fresh), insert);
	}

	/** Inserts tasks in one turn; changes of them wait for it. */
	<T> T inTurn(List<E> fresh, Supplier<T> insert) {
		List<E> held = new ArrayList<>(fresh.size());
		this.turn.lock();
		try {
			fresh.stream().filter((entry) -> entry.hold(entry.record())).forEach(held::add);
			return insert.get();
		}
		finally {
			held.stream().filter(TableEntry::isHeld).forEach((entry) -> entry.release(entry.record(), List.of()));
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

	/**
	 * No entry stays held, also after an error: all changes of it would wait for ever.
	 */
	private CommitResult<E> commitInTurn(List<Move<E>> moves) {
		CommitResult<E> result = null;
		try {
			result = holdAndMove(moves);
			return result;
		}
		finally {
			if (result == null) {
				moves.forEach(this::letGo);
			}
		}
	}

	private CommitResult<E> holdAndMove(List<Move<E>> moves) {
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
		this.table.sessions().move(held, this.table::completeMove);
		return CommitResult.committed();
	}

	private void giveUp(List<Move<E>> held, int withPlaces) {
		held.subList(0, withPlaces).forEach(this.table::giveBackPlaces);
		held.forEach(Move::releaseUnmoved);
	}

	private void letGo(Move<E> move) {
		if (!move.entry().isHeld()) {
			return;
		}
		if (move.isLinked()) {
			this.table.completeMove(move);
			move.release();
		}
		else {
			this.table.giveBackPlaces(move);
			move.releaseUnmoved();
		}
	}

}
