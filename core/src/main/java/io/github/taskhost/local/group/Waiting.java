package io.github.taskhost.local.group;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.group.ContinuationRules;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * A task that waits for the ends of others.
 *
 * <p>
 * <b>Synchronisation.</b> The thread that notes an end looks at {@code start} afterwards,
 * and the thread that sets {@code start} looks at the ends afterwards: one of the two
 * sees the other, so the task goes on.
 */
final class Waiting {

	private final LocalTask task;

	/** The predecessors as they were found for the registration; empty for others. */
	private final List<LocalTask> found;

	/** The predecessors whose end was not seen yet. */
	private final Set<UUID> open = ConcurrentHashMap.newKeySet();

	private volatile @Nullable TaskCommand cancellation;

	/** Goes on with the start; {@code null} before the task may start at all. */
	private volatile @Nullable Runnable start;

	Waiting(LocalTask task, List<LocalTask> found) {
		this.task = task;
		this.found = found;
		this.open.addAll(task.record().predecessors());
	}

	LocalTask task() {
		return this.task;
	}

	/** A predecessor as it was found for the registration, or {@code null}. */
	@Nullable LocalTask found(UUID uid) {
		List<UUID> uids = this.found.isEmpty() ? List.of() : this.task.record().predecessors();
		int place = uids.indexOf(uid);
		return (place < 0) ? null : this.found.get(place);
	}

	Set<UUID> open() {
		return this.open;
	}

	void begin(Runnable next) {
		this.start = next;
	}

	@Nullable Runnable start() {
		return this.start;
	}

	/**
	 * Notes that a predecessor is not live any more.
	 * @param end the state in which it ended, or {@code null} if it was removed
	 */
	void over(UUID predecessor, @Nullable BackgroundTaskState end) {
		TaskCommand command = ContinuationRules.cancellation(this.task.record(), predecessor, end);
		if (command != null && this.cancellation == null) {
			this.cancellation = command;
		}
		this.open.remove(predecessor);
	}

	/** The command with which the task goes on, or {@code null} while it waits. */
	@Nullable TaskCommand next() {
		TaskCommand command = this.cancellation;
		if (this.task.record().predecessors().isEmpty()) {
			return null; // its group starts it
		}
		if (this.start == null || command == null && !this.open.isEmpty()) {
			return null;
		}
		return (command != null) ? command : new TaskCommand.Release();
	}

}
