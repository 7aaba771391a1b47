package io.github.taskhost.local.commit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.HostThreads;
import org.jspecify.annotations.Nullable;

/**
 * Removes terminal records past their retention, in the order of their ends. Past the
 * maximum number, the end of a task removes the oldest records, as its last step and on a
 * thread that no caller waits for, so that the bound holds at any load. A record is kept
 * while the thread of its body lives.
 */
public final class Retention implements ChangeListener {

	private final EndedTasks ended = new EndedTasks();

	private final AtomicInteger size = new AtomicInteger();

	private final RetentionOptions options;

	private final Commits commits;

	private final HostThreads threads;

	public Retention(RetentionOptions options, Commits commits, HostThreads threads) {
		this.options = options;
		this.commits = commits;
		this.threads = threads;
	}

	/**
	 * Keeps the record of an ended task, and completes the waits for its end. If there
	 * are too many records, the thread of the body trims them when it ends; for an end on
	 * another thread a helper does.
	 */
	@Override
	public void changed(Change change) {
		LocalTask task = change.task();
		if (change.isEnd()) {
			ended(task);
			task.settle();
			trimLater(task);
		}
		else if (change.isLeaving()) {
			task.settle();
		}
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

	/** Counts out a task whose record was removed for another reason. */
	public void withdraw(LocalTask task) {
		if (this.ended.remove(task)) {
			this.size.decrementAndGet();
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

	/**
	 * Removes the oldest record, which the caller counted out. A record that must stay is
	 * counted in again and moves to the end.
	 */
	private void removeOldest() {
		LocalTask task = this.ended.poll();
		if (task == null) {
			this.size.incrementAndGet();
		}
		else if (task.body() != null) {
			ended(task);
		}
		else {
			remove(task);
		}
	}

	private void remove(LocalTask task) {
		this.commits.apply(task, new TaskCommand.Remove(TaskCommand.Removal.RETENTION));
	}

	/** Removes all retained records. */
	public void clear() {
		for (LocalTask task = this.ended.poll(); task != null; task = this.ended.poll()) {
			this.size.decrementAndGet();
			remove(task);
		}
	}

	/** Removes records past their maximum age, and records past the maximum number. */
	public void sweep(Instant now) {
		Instant limit = now.minus(this.options.maxAge());
		int looks = this.size.get();
		LocalTask oldest = this.ended.peek();
		while (oldest != null && looks-- > 0 && isBefore(oldest.record().finishedAt(), limit)) {
			this.size.decrementAndGet();
			removeOldest();
			oldest = this.ended.peek();
		}
		trim();
	}

	private static boolean isBefore(@Nullable Instant finishedAt, Instant limit) {
		return finishedAt != null && !finishedAt.isAfter(limit);
	}

	public Duration sweepInterval() {
		Duration tenth = this.options.maxAge().dividedBy(10);
		Duration minute = Duration.ofMinutes(1);
		Duration least = Duration.ofMillis(100);
		return (tenth.compareTo(minute) > 0) ? minute : (tenth.compareTo(least) < 0) ? least : tenth;
	}

	public int size() {
		return this.size.get();
	}

}
