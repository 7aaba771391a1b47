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
 * Removes terminal records past their retention, those that ended first before the
 * others. Past the number, whoever ends a task removes the oldest, last of all and in a
 * thread that nothing waits for: the bound holds at any load. A record whose thread lives
 * stays until that ends.
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
	 * Keeps the record of a task that ended, and completes the waits for its end. The
	 * thread of a body trims when it ends; for any other a helper does.
	 */
	@Override
	public void changed(Change change) {
		LocalTask task = change.task();
		if (change.isEnd()) {
			ended(task);
		}
		if (change.isEnd() || change.isLeaving()) {
			task.settle();
		}
		if (change.isEnd() && isOverfull() && !task.runsHere()) {
			this.threads.execute(this::trim);
		}
	}

	private void ended(LocalTask task) {
		this.ended.add(task);
		this.size.incrementAndGet();
	}

	/** Counts a task out whose record went for another reason. */
	public void withdraw(LocalTask task) {
		if (this.ended.remove(task)) {
			this.size.decrementAndGet();
		}
	}

	private boolean isOverfull() {
		return this.size.get() > this.options.maxRecords();
	}

	/** Removes what is too many, and not one more, however many threads do so. */
	public void trim() {
		for (int looks = this.size.get() - this.options.maxRecords(); looks > 0 && claim(); looks--) {
			removeOldest();
		}
	}

	/** Counts one out that is too many; whoever did so removes one. */
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

	/** Removes the oldest, which was counted out; one that must stay goes to the end. */
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

	/** Removes all. */
	public void clear() {
		for (LocalTask task = this.ended.poll(); task != null; task = this.ended.poll()) {
			this.size.decrementAndGet();
			remove(task);
		}
	}

	/** Removes what is too old. */
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
