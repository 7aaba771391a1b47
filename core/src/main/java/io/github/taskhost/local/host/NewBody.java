package io.github.taskhost.local.host;

import java.util.Objects;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.lifecycle.PlacementRules;
import io.github.taskhost.local.body.Attempt;
import io.github.taskhost.local.body.Bodies;
import io.github.taskhost.local.body.StartQueue;
import io.github.taskhost.local.body.Surroundings;
import io.github.taskhost.local.handle.LocalHandle;
import io.github.taskhost.local.handle.TaskControl;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.kind.SlotQueue;
import io.github.taskhost.local.placement.Placement;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * A new body. It takes a slot if its kind has slots and one is free; without a free slot
 * it is queued, or left to other hosts. One that waits for other tasks stays here.
 *
 * @param <R> the type of the result
 */
final class NewBody<R extends @Nullable Object> implements NewWork {

	private final Bodies bodies;

	private final StartQueue queue;

	private final TaskControl control;

	private final Surroundings surroundings;

	private final Kind kind;

	private final BackgroundTask<R> body;

	private final boolean movable;

	private final boolean child;

	private final boolean held;

	private boolean left;

	private SlotQueue.@Nullable Slot<LocalTask> slot;

	private boolean startsNow;

	private @Nullable Attempt attempt;

	private @Nullable LocalHandle<R> handle;

	NewBody(Bodies bodies, StartQueue queue, TaskControl control, Surroundings surroundings, Kind kind,
			BackgroundTask<R> body, boolean movable, boolean child, boolean held) {
		this.movable = movable;
		this.held = held;
		this.child = child;
		this.bodies = bodies;
		this.queue = queue;
		this.control = control;
		this.surroundings = surroundings;
		this.kind = kind;
		this.body = body;
	}

	@Override
	public BackgroundTaskState state(boolean startsAtOnce, boolean isDue) {
		if (isClaimedFirst()) {
			this.left = startsAtOnce;
			return BackgroundTaskState.PENDING;
		}
		boolean startsNow = startsAtOnce && isDue;
		SlotQueue<LocalTask> slots = this.queue.of(this.kind);
		Placement placement = this.queue.placement();
		boolean takesTurn = startsNow && this.movable && slots != null && placement.hasBacklog(this.kind.name());
		this.left = startsNow && this.movable && placement.leaves(takesTurn, this.child);
		if (startsNow && !this.left && slots != null) {
			this.slot = slots.tryTake();
			this.left = this.slot == null && this.movable && placement.leaves(true, this.child);
		}
		this.startsNow = startsNow && !this.left && (slots == null || this.slot != null);
		return this.startsNow ? BackgroundTaskState.RUNNING : BackgroundTaskState.PENDING;
	}

	private boolean isClaimedFirst() {
		return this.movable && !this.held && this.queue.placement().canClaim()
				&& PlacementRules.isClaimedFirst(this.kind.options());
	}

	@Override
	public boolean isLeft() {
		return this.left;
	}

	@Override
	public Work of(LocalTask task) {
		LocalHandle<R> forSpawner = new LocalHandle<>(this.control, task);
		Attempt first = this.bodies.attempt(task, this.body, forSpawner, this.surroundings);
		if (this.slot != null) {
			first.slot(this.slot);
		}
		this.handle = forSpawner;
		this.attempt = first;
		return first;
	}

	@Override
	public void brokenOff() {
		if (this.left) {
			leave();
			return;
		}
		this.bodies.lastActs().startedNever(Objects.requireNonNull(this.attempt));
	}

	@Override
	public void refused() {
		if (this.slot != null) {
			this.queue.serve(this.slot.giveBack());
		}
	}

	/** Whether the task is the new one, and not a holder of its idempotency key. */
	boolean isOf(LocalTask task) {
		return this.attempt != null && this.attempt.task() == task;
	}

	LocalHandle<R> handle() {
		return Objects.requireNonNull(this.handle);
	}

	@Override
	public void begin() {
		Attempt first = Objects.requireNonNull(this.attempt);
		if (this.left) {
			leave();
		}
		else if (isClaimedFirst()) {
			this.queue.placement().offer(first.task());
		}
		else if (this.startsNow) {
			first.start();
		}
		else {
			first.resume();
		}
	}

	private void leave() {
		this.queue.placement().left(Objects.requireNonNull(this.attempt).task());
	}

}
