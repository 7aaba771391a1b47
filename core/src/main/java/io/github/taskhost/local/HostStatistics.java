package io.github.taskhost.local;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a host, counted at each change.
 */
final class HostStatistics implements BackgroundTaskStatistics {

	final AtomicInteger live = new AtomicInteger();

	final AtomicInteger hidden = new AtomicInteger();

	private final Kinds kinds;

	private final Sessions sessions;

	private final Retention retention;

	private final UnresponsiveThreads unresponsive;

	private final Map<BackgroundTaskState, NavigableSet<Since>> waiting = new EnumMap<>(BackgroundTaskState.class);

	HostStatistics(Kinds kinds, Sessions sessions, Retention retention, UnresponsiveThreads unresponsive) {
		this.kinds = kinds;
		this.sessions = sessions;
		this.retention = retention;
		this.unresponsive = unresponsive;
		this.waiting.put(BackgroundTaskState.PENDING, new ConcurrentSkipListSet<>(Since.OLDEST_FIRST));
		this.waiting.put(BackgroundTaskState.WAITING, new ConcurrentSkipListSet<>(Since.OLDEST_FIRST));
	}

	void count(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after, Kind kind) {
		if (before != null) {
			left(before, kind);
		}
		if (!after.state().isTerminal()) {
			entered(after, kind);
		}
	}

	/** A live record was removed. */
	void left(BackgroundTaskRecord record, Kind kind) {
		kind.live(record.state()).decrement();
		NavigableSet<Since> queue = this.waiting.get(record.state());
		if (queue != null) {
			queue.remove(Since.of(record));
		}
	}

	private void entered(BackgroundTaskRecord record, Kind kind) {
		kind.live(record.state()).increment();
		NavigableSet<Since> queue = this.waiting.get(record.state());
		if (queue != null) {
			queue.add(Since.of(record));
		}
	}

	@Override
	public Set<String> kinds() {
		return this.kinds.names();
	}

	@Override
	public long live(String kind, BackgroundTaskState state) {
		Kind known = this.kinds.find(kind);
		return (known != null) ? Math.max(0, known.live(state).sum()) : 0;
	}

	@Override
	public long live() {
		return this.live.get();
	}

	@Override
	public long retained() {
		return this.retention.size();
	}

	@Override
	public long hidden() {
		return this.hidden.get();
	}

	@Override
	public long sessions() {
		return this.sessions.count();
	}

	@Override
	public long unresponsive() {
		return this.unresponsive.count();
	}

	@Override
	public Optional<Instant> oldest(BackgroundTaskState state) {
		NavigableSet<Since> queue = this.waiting.get(state);
		if (queue == null) {
			throw new IllegalArgumentException("The age of " + state + " is not kept: ask for PENDING or WAITING.");
		}
		try {
			return Optional.of(queue.first().since());
		}
		catch (NoSuchElementException ex) {
			return Optional.empty();
		}
	}

	private record Since(Instant since, UUID uid) {

		private static final Comparator<Since> OLDEST_FIRST = Comparator.comparing(Since::since)
			.thenComparing(Since::uid);

		static Since of(BackgroundTaskRecord record) {
			return new Since(record.stateSince(), record.uid());
		}

	}

}
