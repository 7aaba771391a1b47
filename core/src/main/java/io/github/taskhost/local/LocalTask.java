package io.github.taskhost.local;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.taskhost.BackgroundTaskEvent;
import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.ExternalTaskCancellation;
import io.github.taskhost.local.TaskTimer.Scheduled;
import io.github.taskhost.store.TaskEntry;
import org.jspecify.annotations.Nullable;

/**
 * A task of this host: its entry, and what runs or waits for it. What only live tasks
 * need is let go at their end.
 */
final class LocalTask extends TaskEntry {

	private static final VarHandle OWNER;

	private static final VarHandle ENDED;

	private static final VarHandle REPORTS;

	private static final VarHandle DELIVERIES;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			OWNER = lookup.findVarHandle(LocalTask.class, "owner", ExternalTaskCancellation.class);
			ENDED = lookup.findVarHandle(LocalTask.class, "ended", CompletableFuture.class);
			REPORTS = lookup.findVarHandle(LocalTask.class, "reports", TaskReports.class);
			DELIVERIES = lookup.findVarHandle(LocalTask.class, "deliveries", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Kind kind;

	/** While a body waits for its start, or its thread lives. */
	volatile @Nullable Execution execution;

	/** The stack trace of what the body threw, bounded. */
	volatile @Nullable String failureStackTrace;

	/** The timer of the present attempt's timeout. */
	volatile @Nullable Scheduled timeout;

	/** The timer of a start that has to wait. */
	volatile @Nullable Scheduled due;

	/** The timer that looks for a sign of life. */
	volatile @Nullable Scheduled silence;

	/** The thread whose transaction must be committed before it starts. */
	volatile @Nullable Thread transaction;

	/** What is held back of the events; used by whoever delivers them. */
	@Nullable EventFlow flow;

	/** The task that ended next; for {@link EndedTasks}. */
	volatile @Nullable LocalTask nextEnded;

	private volatile boolean settled;

	/** Whether it was said that its listeners are too slow. */
	volatile boolean lagging;

	private volatile @Nullable ExternalTaskCancellation owner;

	private final boolean owned;

	private volatile @Nullable CompletableFuture<BackgroundTaskRecord> ended;

	private volatile @Nullable TaskReports reports;

	/** Who drives the work of a kind that has an executor. Set before others see it. */
	private @Nullable Assignment assignment;

	@SuppressWarnings("unused") // through DELIVERIES
	private volatile int deliveries;

	LocalTask(BackgroundTaskRecord record, List<BackgroundTaskEvent> events, Kind kind,
			@Nullable ExternalTaskCancellation owner) {
		super(record, events);
		this.kind = kind;
		this.owner = owner;
		this.owned = owner != null;
	}

	Kind kind() {
		return this.kind;
	}

	/** Whether its registration came with a callback. */
	boolean hasOwner() {
		return this.owned;
	}

	void assign(Assignment driver) {
		this.assignment = driver;
	}

	@Nullable Assignment assignment() {
		return this.assignment;
	}

	/** What it said beyond its record, if it did. */
	@Nullable TaskReports reports() {
		return this.reports;
	}

	/** Keeps what it says beyond its record from now on, unless it is kept already. */
	TaskReports reports(Supplier<TaskReports> first) {
		TaskReports present = this.reports;
		if (present == null) {
			TaskReports fresh = first.get();
			present = REPORTS.compareAndSet(this, null, fresh) ? fresh : this.reports;
		}
		return Objects.requireNonNull(present);
	}

	void clearReports() {
		TaskReports present = this.reports;
		if (present != null) {
			present.clear();
		}
	}

	/** Takes the owner's callback: it is told once. */
	@Nullable ExternalTaskCancellation takeOwner() {
		return (this.owner != null) ? (ExternalTaskCancellation) OWNER.getAndSet(this, null) : null;
	}

	/**
	 * Completes with the terminal record. For the host's own use: it can be completed.
	 */
	CompletableFuture<BackgroundTaskRecord> ended() {
		CompletableFuture<BackgroundTaskRecord> future = this.ended;
		if (future == null) {
			CompletableFuture<BackgroundTaskRecord> fresh = new CompletableFuture<>();
			future = ENDED.compareAndSet(this, null, fresh) ? fresh : this.ended;
			completeIfSettled();
		}
		return Objects.requireNonNull(future);
	}

	/**
	 * Tells whoever waits: the task has ended or its record was removed, and what follows
	 * from that was counted.
	 */
	void settle() {
		this.settled = true;
		completeIfSettled();
	}

	private void completeIfSettled() {
		CompletableFuture<BackgroundTaskRecord> future = this.ended;
		if (future != null && this.settled) {
			future.complete(record());
		}
	}

	/**
	 * Asks for a delivery; whoever gets {@code true} delivers until there is none left.
	 */
	boolean beginDelivery() {
		return (int) DELIVERIES.getAndAdd(this, 1) == 0;
	}

	int requestedDeliveries() {
		return (int) DELIVERIES.getVolatile(this);
	}

	/** Ends a delivery, unless it was asked for again meanwhile. */
	boolean endDelivery(int served) {
		return (int) DELIVERIES.getAndAdd(this, -served) == served;
	}

}
