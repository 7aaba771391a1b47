package io.github.taskhost.local.commit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.local.time.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * Removes terminal records past their retention, in the order of their ends. Past the
 * maximum number, the end of a task removes the oldest records, as its last step and on a
 * thread that no caller waits for, so that the bound holds at any load. A record is kept
 * while the thread of its body lives.
 */
public final class Retention implements ChangeListener {

	/** The number of withdrawn tasks that the queue may hold besides the records. */
	private static final int WITHDRAWN = 1000;

	private final EndedTasks ended = new EndedTasks();

	/** The number of retained records. */
	private final AtomicInteger size = new AtomicInteger();

	/** The number of queued tasks whose records were removed for another reason. */
	private final AtomicInteger withdrawn = new AtomicInteger();

	private final AtomicBoolean tidying = new AtomicBoolean();

	private final RetentionOptions options;

	private final Commits commits;

	private final HostThreads threads;

	public Retention(RetentionOptions options, Commits commits, HostThreads threads) {
		this.options = options;
		this.commits = commits;
		this.threads = threads;
	}

	/** Queues an ended task for its removal. */
	public void queue(Change change) {
		if (change.isEnd()) {
			this.ended.add(change.task());
		}
	}

	/** Counts the record of an ended task. */
	public void count(Change change) {
		if (change.isEnd()) {
			this.size.incrementAndGet();
		}
	}

	/**
	 * Completes the waits for the end of a task. If there are too many records, the
	 * thread of the body trims them when it ends; for an end on another thread a helper
	 * does.
	 */
	@Override
	public void changed(Change change) {
		LocalTask task = change.task();
		if (change.isLeaving() || change.isEnd()) {
			task.settle();
		}
		if (change.isEnd()) {
			trimLater(task);
		}
	}

	/** The number of retained records as it is counted. */
	public int counted() {
		return this.size.get();
	}

	/** Corrects the number of retained records. */
	public void correct(int difference) {
		this.size.addAndGet(difference);
	}

	private void trimLater(LocalTask task) {
		if (isOverfull() && !task.runsHere()) {
			this.threads.execute(this::trim);
		}
	}

	private void ended(LocalTask task) {
		this.ended.add(task);
		this.size.incrementAndGet();
	}

	/**
	 * Counts out an ended task whose record was removed for another reason. The task
	 * leaves the queue later, with others: when it comes first, or when the queue has
	 * more such tasks than records.
	 */
	public void withdraw() {
		int retained = this.size.decrementAndGet();
		if (this.withdrawn.incrementAndGet() > retained + WITHDRAWN && this.tidying.compareAndSet(false, true)) {
			try {
				this.withdrawn.addAndGet(-this.ended.removeIf(LocalTask::isRemoved));
			}
			finally {
				this.tidying.set(false);
			}
		}
	}

	private boolean isOverfull() {
		return this.size.get() > this.options.maxRecords();
	}

	/**
	 * Removes the records past the maximum number. Concurrent calls do not remove more.
	 */
	public void trim() {
		for (int looks = this.size.get() - this.options.maxRecords(); looks > 0 && claim(); looks--) {
			removeOldest();
		}
	}

	/**
	 * Counts out one record past the maximum; if {@code true}, the caller must remove
	 * one.
	 */
	private boolean claim() {
		int seen = this.size.get();
		while (seen > this.options.maxRecords()) {
			if (this.size.compareAndSet(seen, seen - 1)) {
				return true;
			}
			seen = this.size.get();
		}
		return false;
	}

	/** Removes the oldest record, which the caller counted out. */
	private void removeOldest() {
		LocalTask task = this.ended.poll();
		while (task != null && !removedOrKept(task)) {
			task = this.ended.poll();
		}
		if (task == null) {
			this.size.incrementAndGet();
		}
	}

	/**
	 * Removes the record of a task that was taken from the queue. A record that must stay
	 * is counted in again and moves to the end.
	 * @return {@code false} if the record was removed before
	 */
	private boolean removedOrKept(LocalTask task) {
		if (task.body() != null && !task.isRemoved()) {
			ended(task);
			return true;
		}
		return remove(task);
	}

	private boolean remove(LocalTask task) {
		boolean removed = this.commits.apply(task, new TaskCommand.Remove(TaskCommand.Removal.RETENTION)).stored();
		if (!removed) {
			this.withdrawn.decrementAndGet();
		}
		return removed;
	}

	/** Removes all retained records. */
	public void clear() {
		for (LocalTask task = this.ended.poll(); task != null; task = this.ended.poll()) {
			if (remove(task)) {
				this.size.decrementAndGet();
			}
		}
	}

	/** Removes records past their maximum age, and records past the maximum number. */
	public void sweep(Instant now) {
		Instant limit = oldest(now);
		Predicate<LocalTask> old = (task) -> task.isRemoved() || isBefore(task.record().finishedAt(), limit);
		int looks = this.size.get() + this.withdrawn.get();
		while (looks-- > 0 && sweptOldest(old)) {
			// continues with the next
		}
		trim();
	}

	/**
	 * Counts out and removes the oldest record if it is old; returns whether to go on.
	 */
	private boolean sweptOldest(Predicate<LocalTask> old) {
		this.size.decrementAndGet();
		LocalTask oldest = this.ended.poll(old);
		if (oldest == null || !removedOrKept(oldest)) {
			this.size.incrementAndGet();
		}
		return oldest != null;
	}

	private static boolean isBefore(@Nullable Instant finishedAt, Instant limit) {
		return finishedAt != null && !finishedAt.isAfter(limit);
	}

	/** The time up to which ends are too old to be kept. */
	public Instant oldest(Instant now) {
		return now.minusNanos(Nanos.of(this.options.maxAge()));
	}

	/** The largest number of retained records. */
	public int maxRecords() {
		return this.options.maxRecords();
	}

	public Duration sweepInterval() {
		Duration tenth = this.options.maxAge().dividedBy(10);
		Duration minute = Duration.ofMinutes(1);
		Duration least = Duration.ofMillis(100);
		return (tenth.compareTo(minute) > 0) ? minute : (tenth.compareTo(least) < 0) ? least : tenth;
	}

	public int size() {
		return Math.max(0, this.size.get());
	}

}
