package io.github.taskhost.local;

import java.util.Objects;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way to its thread: it takes a slot if its kind limits them and one is
 * free, else it queues.
 */
final class Managed<R extends @Nullable Object> implements Spawns.Work {

	private final Host host;

	private final Kind kind;

	private final BackgroundTask<R> body;

	private SlotQueue.@Nullable Slot<LocalTask> slot;

	private boolean startsNow;

	private @Nullable LocalTask task;

	private @Nullable Execution execution;

	private @Nullable LocalHandle<R> handle;

	Managed(Host host, Kind kind, BackgroundTask<R> body) {
		this.host = host;
		this.kind = kind;
		this.body = body;
	}

	@Override
	public BackgroundTaskState state(boolean startsNow) {
		SlotQueue<LocalTask> slots = this.kind.slots();
		if (startsNow && slots != null) {
			this.slot = slots.tryTake();
		}
		this.startsNow = startsNow && (slots == null || this.slot != null);
		return this.startsNow ? BackgroundTaskState.RUNNING : BackgroundTaskState.PENDING;
	}

	@Override
	public LocalTask task(Decision.Changed first) {
		LocalTask fresh = new LocalTask(first.next(), this.host.delivery().wanted(first), this.kind, null);
		LocalHandle<R> forSpawner = new LocalHandle<>(this.host, fresh);
		Execution attempt = new Execution(this.host, fresh, this.body, forSpawner, this.host.propagation().capture());
		if (this.slot != null) {
			attempt.slot = this.slot;
		}
		fresh.execution = attempt;
		this.task = fresh;
		this.handle = forSpawner;
		this.execution = attempt;
		return fresh;
	}

	@Override
	public void refused() {
		if (this.slot != null) {
			this.host.executions().startQueued(this.slot.giveBack());
		}
	}

	@Nullable LocalTask task() {
		return this.task;
	}

	LocalHandle<R> handle() {
		return Objects.requireNonNull(this.handle);
	}

	@Override
	public void begin() {
		LocalTask stored = Objects.requireNonNull(this.task);
		if (this.startsNow) {
			Objects.requireNonNull(this.execution).start();
		}
		else {
			this.host.starts().whenDue(stored, () -> this.host.executions().startWaiting(stored));
		}
	}

}
