package io.github.taskhost.local.table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The tasks of one session in the order of their registration, linked through their
 * entries. {@code lock} guards the links and {@code retired}; it is held while a task is
 * linked or unlinked and while the list is read, and not while a task changes in its
 * session.
 */
final class SessionTasks<E extends TableEntry<E>> {

	final ReentrantLock lock = new ReentrantLock();

	final String sessionId;

	private @Nullable E first;

	private @Nullable E last;

	/**
	 * Whether the list was empty and was removed from its map; guarded by {@code lock}.
	 */
	boolean retired;

	SessionTasks(String sessionId) {
		this.sessionId = sessionId;
	}

	/**
	 * Links an entry in the order of places. New entries go to the end; moved entries may
	 * be older.
	 */
	void link(E entry) {
		long place = entry.place();
		E before = this.last;
		while (before != null && before.place() > place) {
			before = before.previous;
		}
		E behind = (before != null) ? before.next : this.first;
		entry.previous = before;
		entry.next = behind;
		if (before != null) {
			before.next = entry;
		}
		else {
			this.first = entry;
		}
		if (behind != null) {
			behind.previous = entry;
		}
		else {
			this.last = entry;
		}
		entry.list = this;
	}

	/** Removes an entry; returns whether it was in this list. */
	boolean remove(E entry) {
		if (entry.list != this) {
			return false;
		}
		unlink(entry);
		entry.list = null;
		return true;
	}

	/**
	 * Unlinks an entry that moves to another list. Its {@code list} stays set, so it
	 * counts as listed during the move.
	 */
	void leave(E entry) {
		if (entry.list == this) {
			unlink(entry);
		}
	}

	private void unlink(E entry) {
		E before = entry.previous;
		E behind = entry.next;
		if (before != null) {
			before.next = behind;
		}
		else {
			this.first = behind;
		}
		if (behind != null) {
			behind.previous = before;
		}
		else {
			this.last = before;
		}
		entry.previous = null;
		entry.next = null;
	}

	boolean isEmpty() {
		return this.first == null;
	}

	List<E> all() {
		List<E> entries = new ArrayList<>();
		scan(-1, entries::add);
		return entries;
	}

	/**
	 * Visits entries in order.
	 * @param after the place to start behind, or -1
	 * @param visitor returns whether to continue
	 */
	void scan(long after, Predicate<E> visitor) {
		this.lock.lock();
		try {
			E entry = this.first;
			while (entry != null && (entry.place() <= after || visitor.test(entry))) {
				entry = entry.next;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
