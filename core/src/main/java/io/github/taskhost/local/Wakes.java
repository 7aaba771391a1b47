package io.github.taskhost.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.BackgroundTaskHostOptions.Limits;
import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.SessionWake;
import io.github.taskhost.SessionWakes;
import io.github.taskhost.WakeReason;
import org.jspecify.annotations.Nullable;

/**
 * The wakes that wait in their sessions. Past a limit the oldest go, and their session is
 * told how many.
 *
 * <p>
 * <b>Synchronisation.</b> The lock guards everything. The session of a wake is read under
 * it: a task that moves before that has its wake in the new session, and one that moves
 * after it takes the wake along, since a move comes here after it was committed.
 */
final class Wakes {

	private final ReentrantLock lock = new ReentrantLock();

	private final TreeMap<Long, SessionWake> all = new TreeMap<>();

	private final Map<String, Waiting> sessions = new HashMap<>();

	private final int limit;

	private final int limitPerSession;

	private long sequence;

	Wakes(Limits limits) {
		this.limit = limits.wakes();
		this.limitPerSession = limits.wakesPerSession();
	}

	SessionWake add(LocalTask task, BackgroundTaskRecord after, WakeReason reason) {
		this.lock.lock();
		try {
			SessionWake wake = new SessionWake(++this.sequence, task.record().sessionId(), after.id(), after.uid(),
					reason, after.updatedAt());
			put(wake);
			if (this.all.size() > this.limit) {
				drop(this.all.firstEntry().getValue());
			}
			return wake;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void put(SessionWake wake) {
		this.all.put(wake.sequence(), wake);
		Waiting waiting = this.sessions.computeIfAbsent(wake.sessionId(), (id) -> new Waiting());
		waiting.wakes.put(wake.sequence(), wake);
		if (waiting.wakes.size() > this.limitPerSession) {
			drop(waiting.wakes.firstEntry().getValue());
		}
	}

	private void drop(SessionWake wake) {
		Waiting waiting = this.sessions.get(wake.sessionId());
		take(wake);
		if (waiting != null && !waiting.wakes.isEmpty()) {
			waiting.dropped++;
		}
	}

	private void take(SessionWake wake) {
		this.all.remove(wake.sequence());
		Waiting waiting = this.sessions.get(wake.sessionId());
		if (waiting != null) {
			waiting.wakes.remove(wake.sequence());
			if (waiting.wakes.isEmpty()) {
				this.sessions.remove(wake.sessionId());
			}
		}
	}

	SessionWakes drain(String sessionId) {
		this.lock.lock();
		try {
			Waiting waiting = this.sessions.remove(sessionId);
			if (waiting == null) {
				return new SessionWakes(List.of(), 0);
			}
			waiting.wakes.keySet().forEach(this.all::remove);
			return new SessionWakes(List.copyOf(waiting.wakes.values()), waiting.dropped);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The wakes of a task follow it to another session, or go with its record. */
	void follow(UUID uid, String from, @Nullable String to) {
		this.lock.lock();
		try {
			for (SessionWake wake : of(uid, from)) {
				take(wake);
				if (to != null) {
					put(wake.withSessionId(to));
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void clear() {
		this.lock.lock();
		try {
			this.all.clear();
			this.sessions.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<SessionWake> of(UUID uid, String sessionId) {
		Waiting waiting = this.sessions.get(sessionId);
		List<SessionWake> found = new ArrayList<>();
		if (waiting != null) {
			waiting.wakes.values().stream().filter((wake) -> wake.uid().equals(uid)).forEach(found::add);
		}
		return found;
	}

	/** What waits in one session. */
	private static final class Waiting {

		private final TreeMap<Long, SessionWake> wakes = new TreeMap<>();

		private long dropped;

	}

}
