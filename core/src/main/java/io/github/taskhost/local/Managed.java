package io.github.taskhost.local;

import java.util.Objects;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskState;
import io.github.taskhost.lifecycle.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way to its thread: it takes a slot if its kind limits them and one is
 * free, else it queues.
 */
final class Managed<R extends @Nullable Object> implements Spawns.Work {

	private final Host host;

	private final Kind kind;

	private final BackgroundTask<R> body;

	private final SlotQueue.@Nullable Slot slot;

	private @Nullable LocalTask task;

	private @Nullable Execution execution;

	private @Nullable LocalHandle<R> handle;

	Managed(Host host, Kind kind, BackgroundTask<R> body) {
		this.host = host;
		this.kind = kind;
		this.body = body;
		this.slot = (kind.slots() != null) ? kind.slots().tryTake() : null;
	}

	@Override
	public BackgroundTaskState state() {
		return (this.kind.slots() == null || this.slot != null) ? BackgroundTaskState.RUNNING
				: BackgroundTaskState.PENDING;
	}

	@Override
	public LocalTask task(Decision.Changed first) {
		LocalTask fresh = new LocalTask(first.next(), this.host.delivery().wanted(first), this.kind, null);
		LocalHandle<R> forSpawner = new LocalHandle<>(this.host, fresh);
		Execution attempt = new Execution(this.host, fresh, new Execution.Body<>(this.body, forSpawner));
		attempt.slot = this.slot;
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
		SlotQueue slots = this.kind.slots();
		if (slots == null || this.slot != null) {
			Objects.requireNonNull(this.execution).start();
		}
		else {
			this.host.executions().startQueued(slots.enqueue(Objects.requireNonNull(this.task)));
		}
	}

}
