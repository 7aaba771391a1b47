package io.github.taskhost.local.table;

import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to take the place of an id in a session.
 *
 * @param <E> the type of the entries
 */
final class PlaceTaking<E extends TableEntry<E>> {

	private final String session;

	private final E entry;

	private @Nullable E keeper;

	private @Nullable E before;

	private boolean undecided;

	PlaceTaking(String session, E entry) {
		this.session = session;
		this.entry = entry;
	}

	/** The task that keeps the place; {@code null} when the place was taken. */
	@Nullable E keeper() {
		return this.keeper;
	}

	/** Whether the keeper is being moved to the session, and the move may still fail. */
	boolean isUndecided() {
		return this.undecided;
	}

	/** The ended task of the session that lost the place, if any. */
	@Nullable E replaced() {
		return (this.before != null && this.before != this.entry && IdIndex.isIn(this.session, this.before))
				? this.before : null;
	}

	Places<E> apply(@Nullable Places<E> present) {
		if (present == null) {
			return this.entry;
		}
		if (present instanceof TableEntry<E> other && IdIndex.isIn(this.session, other)) {
			return keeps(other.self()) ? present : this.entry;
		}
		PlacesBySession<E> many = manyOf(present);
		E other = many.find(this.session);
		if (other == null || !keeps(other)) {
			many.put(this.session, this.entry);
		}
		return many;
	}

	private boolean keeps(E other) {
		// read before the record, whose session a move changes
		boolean moves = other.isHeld();
		BackgroundTaskRecord record = other.record();
		boolean here = record.sessionId().equals(this.session);
		boolean keeps = other != this.entry && !other.isRemoved() && (here ? NamingRules.keepsItsId(record) : moves);
		this.undecided = keeps && !here;
		this.keeper = keeps ? other : null;
		this.before = keeps ? null : other;
		return keeps;
	}

	@Nullable Places<E> undo(Places<E> present) {
		E heir = (this.before != null && !this.before.isRemoved()) ? this.before : null;
		if (!(present instanceof PlacesBySession<E> many)) {
			return (present == this.entry) ? heir : present;
		}
		many.giveBack(this.session, this.entry, heir);
		return many.shrunk();
	}

	private static <E extends TableEntry<E>> PlacesBySession<E> manyOf(Places<E> present) {
		return switch (present) {
			case PlacesBySession<E> many -> many;
			case TableEntry<E> only -> {
				PlacesBySession<E> many = new PlacesBySession<>();
				many.put(only.record().sessionId(), only.self());
				yield many;
			}
		};
	}

}
