package io.github.taskhost.local.body;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.gate.InterruptGate;
import io.github.taskhost.local.kind.SlotQueue;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.TaskExtras;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Waits for tasks. A body that waits for descendants is not silent, its timeout stands
 * still while one of them waits, and it lends out its slot.
 */
public final class BodyWaits {

	private static final int MAX_DEPTH = 1000;

	private final TaskLookup lookup;

	private final StartQueue queue;

	private final Awaiting awaiting;

	private final Heartbeats heartbeats;

	public BodyWaits(TaskLookup lookup, StartQueue queue, Awaiting awaiting, Heartbeats heartbeats) {
		this.lookup = lookup;
		this.queue = queue;
		this.awaiting = awaiting;
		this.heartbeats = heartbeats;
	}

	/** Refuses a wait of this thread that could not end. */
	public static void requireAwaitable(LocalTask task) {
		if (task.runsHere()) {
			throw ownEnd(task);
		}
		TaskExtras extras = task.extras();
		if (extras != null && extras.transaction() == Thread.currentThread()) {
			throw new TaskStateException("Task '" + task.record().id() + "' of session '" + task.record().sessionId()
					+ "' starts after the commit of this transaction and cannot be awaited in it. Wait after the commit, "
					+ "or start the task at once with startAfterCommit(false).");
		}
	}

	static TaskStateException ownEnd(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		return new TaskStateException("Task '" + record.id() + "' of session '" + record.sessionId()
				+ "' cannot wait for its own end: return from the body instead.");
	}

	/** Runs a wait of the current thread for tasks. */
	public <T> T during(List<LocalTask> tasks, Heartbeats.Call<T> wait) throws InterruptedException {
		if (!(InterruptGate.current() instanceof Attempt body)) {
			return wait.run();
		}
		List<LocalTask> descendants = tasks.stream().filter((task) -> isDescendant(task, body.task())).toList();
		if (descendants.isEmpty()) {
			return wait.run();
		}
		return this.heartbeats.blocking(body,
				() -> this.awaiting.during(body.task(), descendants, () -> lending(body.slot(), wait)));
	}

	private <T> T lending(SlotQueue.@Nullable Slot<LocalTask> slot, Heartbeats.Call<T> wait)
			throws InterruptedException {
		if (slot == null) {
			return wait.run();
		}
		this.queue.serve(slot.lend());
		try {
			return wait.run();
		}
		finally {
			slot.takeBack();
		}
	}

	private boolean isDescendant(LocalTask task, LocalTask of) {
		UUID ancestor = task.record().parentUid();
		for (int i = 0; ancestor != null && i < MAX_DEPTH; i++) {
			if (ancestor.equals(of.uid())) {
				return true;
			}
			LocalTask parent = this.lookup.find(ancestor);
			ancestor = (parent != null) ? parent.record().parentUid() : null;
		}
		return false;
	}

}
