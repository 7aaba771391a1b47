package io.github.taskhost.local.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.config.HostLimits;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.local.table.TableEntry;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The wakes that wait in their sessions. Past a limit the oldest are dropped, and the
 * next drain of their session reports the number.
 *
 * <p>
 * <b>Synchronisation.</b> All fields are guarded by {@code lock}. The session of a task
 * is read under the lock. A task that moved before the read has its wake in the new
 * session; for a task that moves after it, {@link #follow} moves the wake, since it is
 * called after the move is committed. Of two moves that are reported in the wrong order,
 * each moves the wakes to the present session of the task.
 */
public final class Wakes {

	private final ReentrantLock lock = new ReentrantLock();

	/** The wakes of a durable host that the journal does not have. */
	private final Set<Long> unstored = new HashSet<>();

	private final TreeMap<Long, SessionWake> all = new TreeMap<>();

	private final Map<String, NavigableMap<Long, SessionWake>> sessions = new HashMap<>();

	private final Map<UUID, NavigableMap<Long, SessionWake>> tasks = new HashMap<>();

	/**
	 * The number of dropped wakes by session, since its last drain; in the order of the
	 * first drop.
	 */
	private final Map<String, Long> dropped = new LinkedHashMap<>();

	/** The same of wakes that the journal of a durable host does not have. */
	private final Map<String, Long> droppedUnstored = new LinkedHashMap<>();

	private final int limit;

	private final int limitPerSession;

	private final @Nullable TaskJournal journal;

	private long sequence;

	/**
	 * Creates the queues.
	 * @param journal the journal that has the wakes of a durable host, or {@code null}
	 */
	public Wakes(HostLimits limits, @Nullable TaskJournal journal) {
		this.limit = limits.wakes();
		this.limitPerSession = limits.wakesPerSession();
		this.journal = journal;
	}

	public SessionWake add(TableEntry<?> task, BackgroundTaskRecord after, WakeReason reason) {
		this.lock.lock();
		try {
			SessionWake wake = add(task, next(task.record().sessionId(), after, reason));
			if (this.journal != null && this.all.containsKey(wake.sequence())) {
				this.unstored.add(wake.sequence());
			}
			return wake;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Makes the wake of a change that is stored in the journal before it is added. */
	public SessionWake prepare(BackgroundTaskRecord after, WakeReason reason) {
		this.lock.lock();
		try {
			return next(after.sessionId(), after, reason);
		}
		finally {
			this.lock.unlock();
		}
	}

	private SessionWake next(String sessionId, BackgroundTaskRecord after, WakeReason reason) {
		return new SessionWake(++this.sequence, sessionId, after.id(), after.uid(), reason, after.updatedAt());
	}

	/** Adds a prepared wake to the session in which its task is now. */
	public SessionWake add(TableEntry<?> task, SessionWake prepared) {
		this.lock.lock();
		try {
			SessionWake wake = prepared.withSessionId(task.record().sessionId());
			if (!task.isRemoved()) {
				put(wake);
			}
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
		this.tasks.computeIfAbsent(wake.uid(), (uid) -> new TreeMap<>()).put(wake.sequence(), wake);
		NavigableMap<Long, SessionWake> waiting = this.sessions.computeIfAbsent(wake.sessionId(),
				(id) -> new TreeMap<>());
		waiting.put(wake.sequence(), wake);
		if (waiting.size() > this.limitPerSession) {
			drop(waiting.firstEntry().getValue());
		}
	}

	/** Drops a wake and counts it. The counts are bounded by the limit on wakes, too. */
	private void drop(SessionWake wake) {
		Map<String, Long> counts = this.unstored.contains(wake.sequence()) ? this.droppedUnstored : this.dropped;
		take(wake);
		counts.merge(wake.sessionId(), 1L, Long::sum);
		if (counts.size() > this.limit) {
			counts.remove(counts.keySet().iterator().next());
		}
	}

	private void take(SessionWake wake) {
		this.unstored.remove(wake.sequence());
		this.all.remove(wake.sequence());
		take(this.sessions, wake.sessionId(), wake);
		take(this.tasks, wake.uid(), wake);
	}

	private static <K> void take(Map<K, NavigableMap<Long, SessionWake>> index, K key, SessionWake wake) {
		NavigableMap<Long, SessionWake> waiting = index.get(key);
		if (waiting != null) {
			waiting.remove(wake.sequence());
			if (waiting.isEmpty()) {
				index.remove(key);
			}
		}
	}

	/**
	 * Takes the wakes of a session. Those of a durable host come from the journal, which
	 * also has the wakes of earlier starts; the oldest are left out as they were here.
	 * The wakes of tasks that it keeps in memory are at their place by time.
	 */
	public SessionWakes drain(String sessionId) {
		if (this.journal == null) {
			return new SessionWakes(take(sessionId, false), dropped(this.dropped, sessionId));
		}
		SessionWakes stored = this.journal.drainWakes(sessionId, this.limitPerSession);
		List<SessionWake> inMemory = take(sessionId, true);
		long dropped = Math.max(stored.dropped(), dropped(this.dropped, sessionId));
		List<SessionWake> wakes = stored.wakes();
		int over = (int) Math.min(wakes.size(), dropped - stored.dropped());
		List<SessionWake> all = new ArrayList<>(wakes.subList(over, wakes.size()));
		if (!inMemory.isEmpty()) {
			all.addAll(inMemory);
			all.sort(Comparator.comparing(SessionWake::time));
		}
		return new SessionWakes(all, dropped + dropped(this.droppedUnstored, sessionId));
	}

	/** Takes the wakes of a session, and returns all or those that are not stored. */
	private List<SessionWake> take(String sessionId, boolean unstoredOnly) {
		this.lock.lock();
		try {
			List<SessionWake> waiting = List.copyOf(this.sessions.getOrDefault(sessionId, new TreeMap<>()).values());
			List<SessionWake> taken = waiting.stream()
				.filter((wake) -> !unstoredOnly || this.unstored.contains(wake.sequence()))
				.toList();
			waiting.forEach(this::take);
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	private long dropped(Map<String, Long> counts, String sessionId) {
		this.lock.lock();
		try {
			Long lost = counts.remove(sessionId);
			return (lost != null) ? lost : 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Moves the wakes of a task to its present session, or drops them if its record was
	 * removed.
	 */
	public void follow(TableEntry<?> task) {
		this.lock.lock();
		try {
			NavigableMap<Long, SessionWake> waiting = this.tasks.get(task.uid());
			if (waiting != null) {
				List.copyOf(waiting.values()).forEach((wake) -> follow(task, wake));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void follow(TableEntry<?> task, SessionWake wake) {
		if (task.isRemoved()) {
			take(wake);
		}
		else if (!task.record().sessionId().equals(wake.sessionId())) {
			boolean inMemory = this.unstored.contains(wake.sequence());
			take(wake);
			put(wake.withSessionId(task.record().sessionId()));
			if (inMemory && this.all.containsKey(wake.sequence())) {
				this.unstored.add(wake.sequence());
			}
		}
	}

	public void clear() {
		this.lock.lock();
		try {
			this.all.clear();
			this.sessions.clear();
			this.tasks.clear();
			this.dropped.clear();
			this.unstored.clear();
			this.droppedUnstored.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

}
