package io.github.taskhost.local.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

	/** The number of entries between two anchors. */
	private static final int STEP = 128;

	final ReentrantLock lock = new ReentrantLock();

	final String sessionId;

	private @Nullable E first;

	private @Nullable E last;

	/**
	 * Entries by their places, from which a walk to an older place begins; {@code null}
	 * until a walk was long.
	 */
	private @Nullable TreeMap<Long, E> anchors;

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
		link(entry, lastUpTo(entry.place()));
	}

	/**
	 * Takes an entry from another list. The entry stays listed, and it is in one of the
	 * two lists whenever an error ends the move.
	 */
	void take(E entry, SessionTasks<E> source) {
		E before = lastUpTo(entry.place());
		if (entry.list == source) {
			source.unlink(entry);
		}
		link(entry, before);
	}

	private void link(E entry, @Nullable E before) {
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

	/**
	 * The last entry up to a place. Walks back from the nearest anchor, and sets anchors
	 * on its way, so that later walks are short.
	 */
	private @Nullable E lastUpTo(long place) {
		E at = this.last;
		if (at != null && at.place() > place) {
			at = firstAnchorBehind(place, at);
		}
		for (int steps = 1; at != null && at.place() > place; steps++) {
			if (steps % STEP == 0) {
				this.anchors = (this.anchors != null) ? this.anchors : new TreeMap<>();
				this.anchors.put(at.place(), at);
			}
			at = at.previous;
		}
		return at;
	}

	private E firstAnchorBehind(long place, E otherwise) {
		Map.Entry<Long, E> anchor = (this.anchors != null) ? this.anchors.higherEntry(place) : null;
		return (anchor != null) ? anchor.getValue() : otherwise;
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
		if (this.anchors != null) {
			this.anchors.remove(entry.place());
		}
	}

	boolean isEmpty() {
		return this.first == null;
	}

	List<E> all() {
		List<E> entries = new ArrayList<>();
		scan(-1, entries::add);
		return entries;
	}

	/** Visits entries from the place and in the direction of a scan. */
	void scan(PageScan<E> scan) {
		if (scan.isBackward()) {
			scanBackward(scan.from(), scan);
		}
		else {
			scan(scan.from(), scan);
		}
	}

	private void scanBackward(long from, Predicate<E> visitor) {
		this.lock.lock();
		try {
			E entry = lastUpTo(from);
			while (entry != null && visitor.test(entry)) {
				entry = entry.previous;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Visits entries in order.
	 * @param after the place to start behind, or -1
	 * @param visitor returns whether to continue
	 */
	private void scan(long after, Predicate<E> visitor) {
		this.lock.lock();
		try {
			E before = (after >= 0) ? lastUpTo(after) : null;
			E entry = (before != null) ? before.next : this.first;
			while (entry != null && visitor.test(entry)) {
				entry = entry.next;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
