package io.github.taskhost.local.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.taskhost.lifecycle.HistoryRules;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Optional state of a task, allocated on first use, since most of the many retained tasks
 * have none.
 */
public final class TaskExtras {

	private static final VarHandle ENDED;

	private static final VarHandle REPORTS;

	private static final VarHandle TIMES;

	private static final VarHandle HISTORY;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			ENDED = lookup.findVarHandle(TaskExtras.class, "ended", CompletableFuture.class);
			REPORTS = lookup.findVarHandle(TaskExtras.class, "reports", TaskReports.class);
			TIMES = lookup.findVarHandle(TaskExtras.class, "times", TaskTimes.class);
			HISTORY = lookup.findVarHandle(TaskExtras.class, "history", HistoryRules.Kept.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile @Nullable TaskTimes times;

	private volatile @Nullable Thread transaction;

	private volatile @Nullable String failureStackTrace;

	private @Nullable Stored stored;

	private @Nullable EventFlow flow;

	private long adoptedPlace;

	private volatile @Nullable CompletableFuture<BackgroundTaskRecord> ended;

	private volatile @Nullable TaskReports reports;

	private volatile HistoryRules.@Nullable Kept history;

	/** The state of the task in the journal; {@code null} for a task in memory only. */
	@Nullable Stored stored() {
		return this.stored;
	}

	/** Sets the state in the journal, before the task is published. */
	void stored(Stored state) {
		this.stored = state;
	}

	/** The place of an adopted task in the table; set before the task is published. */
	long adoptedPlace() {
		return this.adoptedPlace;
	}

	void adoptedPlace(long place) {
		this.adoptedPlace = place;
	}

	/** The measured durations, or {@code null} while there are none. */
	@Nullable TaskTimes times() {
		return this.times;
	}

	/** The measured durations, created on first use. */
	TaskTimes ownTimes() {
		TaskTimes present = this.times;
		if (present == null) {
			TaskTimes fresh = new TaskTimes();
			present = TIMES.compareAndSet(this, null, fresh) ? fresh : this.times;
		}
		return (present != null) ? present : new TaskTimes(); // dropped meanwhile
	}

	/** Drops the measured durations of a task that has ended or was removed. */
	void dropTimes() {
		this.times = null;
	}

	/** The thread of the transaction whose commit the start waits for, if any. */
	public @Nullable Thread transaction() {
		return this.transaction;
	}

	public void transaction(@Nullable Thread thread) {
		this.transaction = thread;
	}

	/** The bounded stack trace of the throwable of the body, if any. */
	public @Nullable String failureStackTrace() {
		return this.failureStackTrace;
	}

	public void failureStackTrace(@Nullable String text) {
		this.failureStackTrace = text;
	}

	/**
	 * The flow of events. Written by the delivering thread; a read by another thread may
	 * be stale.
	 */
	public @Nullable EventFlow flow() {
		return this.flow;
	}

	public void flow(@Nullable EventFlow next) {
		this.flow = next;
	}

	/** The future of the last record; {@code null} while no thread waits for it. */
	@Nullable CompletableFuture<BackgroundTaskRecord> ended() {
		return this.ended;
	}

	CompletableFuture<BackgroundTaskRecord> ownEnded() {
		CompletableFuture<BackgroundTaskRecord> present = this.ended;
		if (present == null) {
			CompletableFuture<BackgroundTaskRecord> fresh = new CompletableFuture<>();
			present = ENDED.compareAndSet(this, null, fresh) ? fresh : this.ended;
		}
		return Objects.requireNonNull(present);
	}

	/** Messages and output, or {@code null} while there are none. */
	@Nullable TaskReports reports() {
		return this.reports;
	}

	/** Messages and output, created on first use. */
	TaskReports ownReports(Supplier<TaskReports> first) {
		TaskReports present = this.reports;
		if (present == null) {
			TaskReports fresh = first.get();
			present = REPORTS.compareAndSet(this, null, fresh) ? fresh : this.reports;
		}
		return Objects.requireNonNull(present);
	}

	/** The kept steps of its history, or {@code null} while its record tells them. */
	public HistoryRules.@Nullable Kept history() {
		return this.history;
	}

	/** Adds a step to the history. */
	public void keepStep(BackgroundTaskRecord before, BackgroundTaskRecord after, boolean declined) {
		HistoryRules.Kept present;
		HistoryRules.Kept next;
		do {
			present = this.history;
			next = HistoryRules.with(present, before, after, declined);
		}
		while (!HISTORY.compareAndSet(this, present, next));
	}

}
