package io.github.taskhost.local.table;

import java.util.List;

import io.github.taskhost.local.table.TableChange.Replace;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The move of one task to another session, while it is being committed.
 */
final class Move<E extends TableEntry<E>> {

	private final Replace<E> change;

	private @Nullable PlaceTaking<E> taking;

	private @Nullable E replaced;

	Move(TableChange<E> change) {
		if (!(change instanceof Replace<E> replace)
				|| replace.next().sessionId().equals(replace.expected().sessionId())) {
			throw new IllegalArgumentException("Several changes at once must all be moves: " + change);
		}
		this.change = replace;
	}

	E entry() {
		return this.change.entry();
	}

	BackgroundTaskRecord expected() {
		return this.change.expected();
	}

	BackgroundTaskRecord next() {
		return this.change.next();
	}

	/** Whether the entry is linked in the list of the target session. */
	boolean isLinked() {
		SessionTasks<E> list = entry().list;
		return list != null && list.sessionId.equals(next().sessionId());
	}

	/** Ends the hold with the record of the move. */
	void release() {
		entry().release(next(), this.change.events());
	}

	/** Ends the hold with the record as it is. */
	void releaseUnmoved() {
		entry().release(expected(), List.of());
	}

	/** The ended task that loses its id to the moved one, if any. */
	@Nullable E replaced() {
		return this.replaced;
	}

	/** The taking of the place under (session, id), if it was taken. */
	@Nullable PlaceTaking<E> taking() {
		return this.taking;
	}

	void took(PlaceTaking<E> place, @Nullable E namesake) {
		this.taking = place;
		this.replaced = namesake;
	}

}
