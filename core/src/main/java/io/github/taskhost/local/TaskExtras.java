package io.github.taskhost.local;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.taskhost.ExternalTaskCancellation;
import io.github.taskhost.spi.TaskTimer.Scheduled;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * What few tasks have. It is kept apart from the task, so that the others, of which a
 * million may be retained, cost the collector less.
 */
final class TaskExtras {

	private static final VarHandle OWNER;

	private static final VarHandle ENDED;

	private static final VarHandle REPORTS;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			OWNER = lookup.findVarHandle(TaskExtras.class, "owner", ExternalTaskCancellation.class);
			ENDED = lookup.findVarHandle(TaskExtras.class, "ended", CompletableFuture.class);
			REPORTS = lookup.findVarHandle(TaskExtras.class, "reports", TaskReports.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** The timer of the present attempt's timeout. */
	volatile @Nullable Scheduled timeout;

	/** The timer of a start that has to wait. */
	volatile @Nullable Scheduled due;

	/** The timer that looks for a sign of life. */
	volatile @Nullable Scheduled silence;

	/** The thread whose transaction must be committed before it starts. */
	volatile @Nullable Thread transaction;

	/** The stack trace of what the body threw, bounded. */
	volatile @Nullable String failureStackTrace;

	/** What is held back of the events; used by whoever delivers them. */
	@Nullable EventFlow flow;

	/** Who drives the work of a kind that has an executor. Set before others see it. */
	@Nullable Assignment assignment;

	private volatile @Nullable ExternalTaskCancellation owner;

	private volatile @Nullable CompletableFuture<BackgroundTaskRecord> ended;

	private volatile @Nullable TaskReports reports;

	/** The callback of the registration. */
	void owner(ExternalTaskCancellation callback) {
		this.owner = callback;
	}

	/** Takes the owner's callback: it is told once. */
	@Nullable ExternalTaskCancellation takeOwner() {
		return (this.owner != null) ? (ExternalTaskCancellation) OWNER.getAndSet(this, null) : null;
	}

	/** Completes with the terminal record, if somebody asked for that. */
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

	/** What it said beyond its record, if it did. */
	@Nullable TaskReports reports() {
		return this.reports;
	}

	/** Keeps what it says beyond its record from now on, unless it is kept already. */
	TaskReports ownReports(Supplier<TaskReports> first) {
		TaskReports present = this.reports;
		if (present == null) {
			TaskReports fresh = first.get();
			present = REPORTS.compareAndSet(this, null, fresh) ? fresh : this.reports;
		}
		return Objects.requireNonNull(present);
	}

}
