package io.github.taskhost.local.commit;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;

import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * Counts live tasks by kind and state, and keeps the tasks in the observed states in the
 * order of their time in that state. A new task is counted before it is in the table, so
 * that its end is never counted first.
 */
public final class Counters implements ChangeListener {

	private static final int STALE = 1000;

	private final Map<BackgroundTaskState, NavigableSet<Since>> waiting = new EnumMap<>(BackgroundTaskState.class);

	public Counters() {
		WorkRules.observedStates()
			.forEach((state) -> this.waiting.put(state, new ConcurrentSkipListSet<>(Since.OLDEST_FIRST)));
	}

	/** Counts a new task in, if it is live, before it is in the table. */
	void entered(LocalTask task) {
		count(task.record(), task.kind(), 1);
		place(task, task.record());
	}

	/** Counts a task out whose insert was refused; no other thread has changed it. */
	void refused(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		count(record, task.kind(), -1);
		NavigableSet<Since> queue = this.waiting.get(record.state());
		if (queue != null) {
			queue.remove(Since.of(record));
		}
	}

	/** Counts a changed task out of its previous state, as the last action. */
	public void left(Change change) {
		BackgroundTaskRecord before = change.before();
		if (before != null && isCounted(change)) {
			place(change.task(), before);
			count(before, change.task().kind(), -1);
		}
	}

	/** Counts a changed task into its present state, as the last action. */
	@Override
	public void changed(Change change) {
		if (isCounted(change) && !change.outcome().removed()) {
			place(change.task(), change.after());
			count(change.after(), change.task().kind(), 1);
		}
	}

	private static boolean isCounted(Change change) {
		return change.before() != null && (change.isTransition() || change.outcome().removed());
	}

	private static void count(BackgroundTaskRecord record, Kind kind, int number) {
		if (!record.state().isTerminal()) {
			kind.live(record.state()).add(number);
		}
	}

	/**
	 * Adds a task to the queue of a state, or removes it, until the queue agrees with the
	 * present record. Changes of one task may be reported out of order, so each report
	 * checks its step afterwards: the last step of all agrees with the last record.
	 */
	private void place(LocalTask task, BackgroundTaskRecord record) {
		NavigableSet<Since> queue = this.waiting.get(record.state());
		if (queue == null) {
			return;
		}
		Since since = Since.of(record);
		boolean waits;
		do {
			waits = isIn(task, record.state(), since);
			if (waits) {
				queue.add(since);
			}
			else {
				queue.remove(since);
			}
		}
		while (waits != isIn(task, record.state(), since));
	}

	/** Whether a task is in the table, and in a state since a time. */
	private static boolean isIn(@Nullable LocalTask task, BackgroundTaskState state, Since since) {
		if (task == null || task.isRemoved()) {
			return false;
		}
		BackgroundTaskRecord present = task.record();
		return present.state() == state && present.stateSince().equals(since.since());
	}

	/** The time since which the oldest task in one of the observed states is in it. */
	public Optional<Instant> oldest(BackgroundTaskState state) {
		return first(state).map(Since::since);
	}

	/** The task that is in one of the observed states for the longest time. */
	public Optional<UUID> oldestTask(BackgroundTaskState state) {
		return first(state).map(Since::uid);
	}

	private Optional<Since> first(BackgroundTaskState state) {
		NavigableSet<Since> queue = this.waiting.get(state);
		if (queue == null) {
			throw new IllegalArgumentException(
					"The age of " + state + " is not kept. Ask for one of " + this.waiting.keySet() + ".");
		}
		try {
			return Optional.of(queue.first());
		}
		catch (NoSuchElementException ex) {
			return Optional.empty();
		}
	}

	/**
	 * The tasks at the front of a queue that are not in its state, at most
	 * {@value #STALE}. A task that is being inserted is among them, since it is queued
	 * before it is in the table.
	 * @param present finds a task in the table
	 */
	public Set<UUID> stale(BackgroundTaskState state, Function<UUID, @Nullable LocalTask> present) {
		Set<UUID> stale = new HashSet<>();
		for (Since since : Objects.requireNonNull(this.waiting.get(state))) {
			if (stale.size() == STALE || isIn(present.apply(since.uid()), state, since)) {
				break;
			}
			stale.add(since.uid());
		}
		return stale;
	}

	/** Removes tasks from a queue that are not in its state. */
	public void removeStale(BackgroundTaskState state, Set<UUID> stale, Function<UUID, @Nullable LocalTask> present) {
		Objects.requireNonNull(this.waiting.get(state))
			.removeIf((since) -> stale.contains(since.uid()) && !isIn(present.apply(since.uid()), state, since));
	}

	private record Since(Instant since, UUID uid) {

		private static final Comparator<Since> OLDEST_FIRST = Comparator.comparing(Since::since)
			.thenComparing(Since::uid);

		static Since of(BackgroundTaskRecord record) {
			return new Since(record.stateSince(), record.uid());
		}

	}

}
