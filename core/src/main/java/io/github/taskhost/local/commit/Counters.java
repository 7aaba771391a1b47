package io.github.taskhost.local.commit;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;

import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * Counts live tasks by kind and state, and keeps the tasks in PENDING and WAITING in the
 * order of their waiting time. A new task is counted before it is in the table, so that
 * its end is never counted first.
 */
public final class Counters implements ChangeListener {

	private final Map<BackgroundTaskState, NavigableSet<Since>> waiting = new EnumMap<>(BackgroundTaskState.class);

	public Counters() {
		this.waiting.put(BackgroundTaskState.PENDING, new ConcurrentSkipListSet<>(Since.OLDEST_FIRST));
		this.waiting.put(BackgroundTaskState.WAITING, new ConcurrentSkipListSet<>(Since.OLDEST_FIRST));
	}

	/** Counts a record in, if it is live. */
	void entered(BackgroundTaskRecord record, Kind kind) {
		if (record.state().isTerminal()) {
			return;
		}
		kind.live(record.state()).increment();
		NavigableSet<Since> queue = this.waiting.get(record.state());
		if (queue != null) {
			queue.add(Since.of(record));
		}
	}

	/** Counts a record out, if it is live. */
	void left(BackgroundTaskRecord record, Kind kind) {
		if (record.state().isTerminal()) {
			return;
		}
		kind.live(record.state()).decrement();
		NavigableSet<Since> queue = this.waiting.get(record.state());
		if (queue != null) {
			queue.remove(Since.of(record));
		}
	}

	@Override
	public void changed(Change change) {
		BackgroundTaskRecord before = change.before();
		if (before == null) {
			return;
		}
		Kind kind = change.task().kind();
		if (change.outcome().removed()) {
			left(before, kind);
		}
		else if (change.isTransition()) {
			left(before, kind);
			entered(change.after(), kind);
		}
	}

	/** The time since which the oldest task in PENDING or WAITING waits. */
	public Optional<Instant> oldest(BackgroundTaskState state) {
		NavigableSet<Since> queue = this.waiting.get(state);
		if (queue == null) {
			throw new IllegalArgumentException("The age of " + state + " is not kept. Ask for PENDING or WAITING.");
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
