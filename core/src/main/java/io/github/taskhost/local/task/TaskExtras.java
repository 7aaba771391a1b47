package io.github.taskhost.local.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.taskhost.spi.TaskTimer.Scheduled;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Optional state of a task, allocated on first use: a million tasks without it may be
 * retained.
 */
public final class TaskExtras {

	private static final VarHandle ENDED;

	private static final VarHandle REPORTS;
	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			ENDED = lookup.findVarHandle(TaskExtras.class, "ended", CompletableFuture.class);
			REPORTS = lookup.findVarHandle(TaskExtras.class, "reports", TaskReports.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile @Nullable Scheduled timeout;

	private volatile @Nullable Scheduled start;

	private volatile @Nullable Scheduled silence;

	private volatile @Nullable Thread transaction;

	private volatile @Nullable String failureStackTrace;

	private @Nullable EventFlow flow;

	private long adoptedPlace;

	private volatile @Nullable CompletableFuture<BackgroundTaskRecord> ended;

	private volatile @Nullable TaskReports reports;

	/** The place of an adopted task in the table; set before others see the task. */
	long adoptedPlace() {
		return this.adoptedPlace;
	}

	void adoptedPlace(long place) {
		this.adoptedPlace = place;
	}

	/** Replaces the alarm of the timeout; under the lock of the timeouts. */
	public void timeout(@Nullable Scheduled next) {
		cancel(this.timeout);
		this.timeout = next;
	}

	/** Replaces the alarm of the heartbeat; under the lock of the heartbeats. */
	public void silence(@Nullable Scheduled next) {
		cancel(this.silence);
		this.silence = next;
	}

	/** Whether a start is scheduled. */
	public boolean isStartScheduled() {
		return this.start != null;
	}

	/** Sets the alarm of a start; under the lock of the start schedule. */
	public void start(Scheduled next) {
		this.start = next;
	}

	/** Cancels the alarm of a start; under the lock of the start schedule. */
	public void cancelStart() {
		cancel(this.start);
		this.start = null;
	}

	private static void cancel(@Nullable Scheduled alarm) {
		if (alarm != null) {
			alarm.cancel();
		}
	}

	/** The thread whose transaction must be committed before the start, if any. */
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

	/** The events that are held back; for the thread that delivers them. */
	public @Nullable EventFlow flow() {
		return this.flow;
	}

	public void flow(@Nullable EventFlow next) {
		this.flow = next;
	}

	/** Completes with the terminal record; {@code null} while there is no wait for it. */
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

	/** Messages and output; {@code null} while there are none. */
	@Nullable TaskReports reports() {
		return this.reports;
	}

	/** Messages and output, made on first use. */
	TaskReports ownReports(Supplier<TaskReports> first) {
		TaskReports present = this.reports;
		if (present == null) {
			TaskReports fresh = first.get();
			present = REPORTS.compareAndSet(this, null, fresh) ? fresh : this.reports;
		}
		return Objects.requireNonNull(present);
	}

}
