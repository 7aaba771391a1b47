package io.github.taskhost.local.table;

import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Visits entries in their order until a budget is used up.
 */
final class Visits<E extends TableEntry<E>> implements Predicate<E> {

	private final Consumer<E> visitor;

	private int left;

	private long last;

	private boolean stopped;

	Visits(long after, int budget, Consumer<E> visitor) {
		this.last = after;
		this.left = budget;
		this.visitor = visitor;
	}

	@Override
	public boolean test(E entry) {
		if (this.left-- == 0) {
			this.stopped = true;
			return false;
		}
		this.last = entry.place();
		if (!entry.isRemoved()) {
			this.visitor.accept(entry);
		}
		return true;
	}

	/** The place of the last visited entry, or -1 if there is no further one. */
	long end() {
		return this.stopped ? this.last : -1;
	}

}
