package io.github.taskhost.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lists of the sessions. A list that is empty leaves; under its lock it is marked, so
 * that nobody adds to one that has left.
 */
final class SessionIndex {

	private final Map<String, SessionTasks> lists = new ConcurrentHashMap<>();

	void add(String sessionId, TaskEntry entry) {
		SessionTasks list = lock(sessionId);
		try {
			list.link(entry);
		}
		finally {
			list.lock.unlock();
		}
	}

	@SuppressWarnings("LockNotBeforeTry") // returned locked; every caller unlocks it
	private SessionTasks lock(String sessionId) {
		while (true) {
			SessionTasks list = this.lists.get(sessionId);
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

	/** Takes an entry out of the list of a session, if it is in that. */
	void remove(String sessionId, TaskEntry entry) {
		SessionTasks list = entry.list;
		if (list != null && list.sessionId.equals(sessionId)) {
			remove(list, entry);
		}
	}

	/** Takes an entry out of the list that it is in. */
	void remove(TaskEntry entry) {
		SessionTasks list = entry.list;
		while (list != null && !remove(list, entry)) {
			list = entry.list;
		}
	}

	private boolean remove(SessionTasks list, TaskEntry entry) {
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

	private void retireIfEmpty(SessionTasks list) {
		if (list.isEmpty()) {
			list.retired = true;
			this.lists.remove(list.sessionId, list);
		}
	}

	/** Moves entries and their records to another list, at once for every reader. */
	void move(String from, String to, List<TaskEntry> entries, Runnable records) {
		boolean fromFirst = from.compareTo(to) < 0;
		SessionTasks first = lock(fromFirst ? from : to);
		SessionTasks second = lock(fromFirst ? to : from);
		try {
			SessionTasks source = fromFirst ? first : second;
			SessionTasks target = fromFirst ? second : first;
			for (TaskEntry entry : entries) {
				source.leave(entry);
				target.link(entry);
			}
			records.run();
			retireIfEmpty(source);
		}
		finally {
			second.lock.unlock();
			first.lock.unlock();
		}
	}

	List<TaskEntry> all(String sessionId) {
		SessionTasks list = this.lists.get(sessionId);
		return (list != null) ? list.all() : List.of();
	}

	boolean has(String sessionId) {
		return this.lists.containsKey(sessionId);
	}

	void scan(String sessionId, PageScan scan) {
		SessionTasks list = this.lists.get(sessionId);
		if (list != null) {
			list.scan(scan.after(), scan);
		}
	}

}
