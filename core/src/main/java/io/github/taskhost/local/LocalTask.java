package io.github.taskhost.local;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.taskhost.ExternalTaskCancellation;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.store.TaskEntry;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A task of this host: its entry, and what runs or waits for it. What only live tasks
 * need is let go at their end.
 */
final class LocalTask extends TaskEntry {

	private static final VarHandle EXTRAS;

	private static final VarHandle DELIVERIES;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			EXTRAS = lookup.findVarHandle(LocalTask.class, "extras", TaskExtras.class);
			DELIVERIES = lookup.findVarHandle(LocalTask.class, "deliveries", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Kind kind;

	/** While a body waits for its start, or its thread lives. */
	volatile @Nullable Execution execution;

	/** What few tasks have, once it has. */
	private volatile @Nullable TaskExtras extras;

	/** The task that ended next; for {@link EndedTasks}. */
	volatile @Nullable LocalTask nextEnded;

	private volatile boolean settled;

	/** Whether it was said that its listeners are too slow. */
	volatile boolean lagging;

	private final boolean owned;

	@SuppressWarnings("unused") // through DELIVERIES
	private volatile int deliveries;

	LocalTask(BackgroundTaskRecord record, List<BackgroundTaskEvent> events, Kind kind,
			@Nullable ExternalTaskCancellation owner) {
		super(record, events);
		this.kind = kind;
		this.owned = owner != null;
		if (owner != null) {
			ownExtras().owner(owner);
		}
	}

	Kind kind() {
		return this.kind;
	}

	/** Whether its registration came with a callback. */
	boolean hasOwner() {
		return this.owned;
	}

	/** What few tasks have, or {@code null} while it has nothing of that. */
	@Nullable TaskExtras extras() {
		return this.extras;
	}

	/** To keep some of that from now on. */
	TaskExtras ownExtras() {
		TaskExtras present = this.extras;
		if (present == null) {
			TaskExtras fresh = new TaskExtras();
			present = EXTRAS.compareAndSet(this, null, fresh) ? fresh : this.extras;
		}
		return Objects.requireNonNull(present);
	}

	void assign(Assignment driver) {
		ownExtras().assignment = driver;
	}

	@Nullable Assignment assignment() {
		TaskExtras present = this.extras;
		return (present != null) ? present.assignment : null;
	}

	@Nullable EventFlow flow() {
		TaskExtras present = this.extras;
		return (present != null) ? present.flow : null;
	}

	/** For whoever delivers its events. */
	void flow(@Nullable EventFlow next) {
		if (next != flow()) {
			ownExtras().flow = next;
		}
	}

	/** What it said beyond its record, if it did. */
	@Nullable TaskReports reports() {
		TaskExtras present = this.extras;
		return (present != null) ? present.reports() : null;
	}

	/** Keeps what it says beyond its record from now on, unless it is kept already. */
	TaskReports reports(Supplier<TaskReports> first) {
		return ownExtras().ownReports(first);
	}

	void clearReports() {
		TaskReports present = reports();
		if (present != null) {
			present.clear();
		}
	}

	/** Takes the owner's callback: it is told once. */
	@Nullable ExternalTaskCancellation takeOwner() {
		return this.owned ? ownExtras().takeOwner() : null;
	}

	/**
	 * Completes with the terminal record. For the host's own use: it can be completed.
	 */
	CompletableFuture<BackgroundTaskRecord> ended() {
		CompletableFuture<BackgroundTaskRecord> future = ownExtras().ownEnded();
		completeIfSettled();
		return future;
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
		TaskExtras present = this.extras;
		CompletableFuture<BackgroundTaskRecord> future = (present != null) ? present.ended() : null;
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
