package io.github.taskhost.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Commits of moves from one session to another: all or none. They take turns; a single
 * change that meets an entry in a move waits for that turn.
 */
final class Moves {

	private final InMemoryTaskStore store;

	private final ReentrantLock turn = new ReentrantLock();

	Moves(InMemoryTaskStore store) {
		this.store = store;
	}

	@SuppressWarnings("LockNotBeforeTry") // there is nothing to do under it
	void awaitTurn() {
		this.turn.lock();
		this.turn.unlock();
	}

	/**
	 * Inserts a task that others may meet before it is decided: they wait for the turn.
	 */
	CommitResult inTurn(TaskEntry fresh, Supplier<CommitResult> insert) {
		this.turn.lock();
		try {
			fresh.hold(fresh.record());
			CommitResult result = insert.get();
			fresh.release(fresh.record(), List.of());
			return result;
		}
		finally {
			this.turn.unlock();
		}
	}

	CommitResult commit(List<? extends TaskChange> changes) {
		List<Move> moves = changes.stream().map(Move::new).toList();
		requireOneWay(moves);
		this.turn.lock();
		try {
			return commitInTurn(moves);
		}
		finally {
			this.turn.unlock();
		}
	}

	private static void requireOneWay(List<Move> moves) {
		long ways = moves.stream()
			.map((move) -> List.of(move.expected().sessionId(), move.next().sessionId()))
			.distinct()
			.count();
		if (ways != 1) {
			throw new IllegalArgumentException("Moves at once must all be from one session to one other: " + moves);
		}
	}

	private CommitResult commitInTurn(List<Move> moves) {
		List<Move> held = new ArrayList<>(moves.size());
		for (Move move : moves) {
			if (!move.entry().hold(move.expected())) {
				giveUp(held, 0);
				return new CommitResult.Conflict(move.entry());
			}
			held.add(move);
		}
		for (int i = 0; i < held.size(); i++) {
			CommitResult.Duplicate obstacle = this.store.takePlaces(held.get(i));
			if (obstacle != null) {
				giveUp(held, i);
				return obstacle;
			}
		}
		moveAll(held);
		return CommitResult.COMMITTED;
	}

	private void giveUp(List<Move> held, int withPlaces) {
		held.subList(0, withPlaces).forEach(this.store::giveBackPlaces);
		held.forEach((move) -> move.entry().release(move.expected(), List.of()));
	}

	private void moveAll(List<Move> moves) {
		Move any = moves.get(0);
		moves.forEach(this.store::completeMove);
		this.store.sessions()
			.move(any.expected().sessionId(), any.next().sessionId(), moves.stream().map(Move::entry).toList(),
					() -> moves.forEach((move) -> move.entry().release(move.next(), move.events())));
	}

}
