package io.github.taskhost.local.table;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The lists of tasks by session. An empty list is removed and marked as retired under its
 * lock, so that no entry is added to a removed list.
 */
final class SessionIndex<E extends TableEntry<E>> {

	private final Map<String, SessionTasks<E>> lists = new ConcurrentHashMap<>();

	void add(String sessionId, E entry) {
		SessionTasks<E> list = lock(sessionId);
		try {
			list.link(entry);
		}
		finally {
			list.lock.unlock();
		}
	}

	@SuppressWarnings("LockNotBeforeTry") // returned locked; every caller unlocks it
	private SessionTasks<E> lock(String sessionId) {
		while (true) {
			SessionTasks<E> list = this.lists.get(sessionId);
			if (list == null) {
				list = this.lists.computeIfAbsent(sessionId, SessionTasks::new);
			}
			list.lock.lock();
			if (!list.retired) {
				return list;
			}
			list.lock.unlock();
		}
	}

	/** Removes an entry from the list of a session, if it is in this list. */
	void remove(String sessionId, E entry) {
		SessionTasks<E> list = entry.list;
		if (list != null && list.sessionId.equals(sessionId)) {
			remove(list, entry);
		}
	}

	/** Removes an entry from its present list. */
	void remove(E entry) {
		SessionTasks<E> list = entry.list;
		while (list != null && !remove(list, entry)) {
			list = entry.list;
		}
	}

	private boolean remove(SessionTasks<E> list, E entry) {
		list.lock.lock();
		try {
			boolean removed = list.remove(entry);
			if (removed) {
				retireIfEmpty(list);
			}
			return removed;
		}
		finally {
			list.lock.unlock();
		}
	}

	private void retireIfEmpty(SessionTasks<E> list) {
		if (list.isEmpty()) {
			list.retired = true;
			this.lists.remove(list.sessionId, list);
		}
	}

	/**
	 * Moves entries and their records to another list, atomically for readers of the
	 * lists.
	 * @param moves moves with the same source and the same target
	 * @param linked called for each move after its entry is in the target list
	 */
	void move(List<Move<E>> moves, Consumer<Move<E>> linked) {
		String from = moves.get(0).expected().sessionId();
		String to = moves.get(0).next().sessionId();
		boolean fromFirst = from.compareTo(to) < 0;
		SessionTasks<E> first = lock(fromFirst ? from : to);
		SessionTasks<E> second = lock(fromFirst ? to : from);
		try {
			SessionTasks<E> source = fromFirst ? first : second;
			SessionTasks<E> target = fromFirst ? second : first;
			for (Move<E> move : moves) {
				target.take(move.entry(), source);
				linked.accept(move);
			}
			moves.forEach(Move::release);
			retireIfEmpty(source);
		}
		finally {
			second.lock.unlock();
			first.lock.unlock();
		}
	}

	List<E> all(String sessionId) {
		SessionTasks<E> list = this.lists.get(sessionId);
		return (list != null) ? list.all() : List.of();
	}

	boolean has(String sessionId) {
		return this.lists.containsKey(sessionId);
	}

	void scan(String sessionId, PageScan<E> scan) {
		SessionTasks<E> list = this.lists.get(sessionId);
		if (list != null) {
			list.scan(scan);
		}
	}

}
