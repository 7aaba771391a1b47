package io.github.taskhost.local.event;

import io.github.taskhost.local.task.LocalTask;
import org.jspecify.annotations.Nullable;

/**
 * The tasks whose events the current thread delivers. A listener that changes the task of
 * its event must not wait for room in the queue that its own thread empties.
 */
final class Deliverers {

	/**
	 * A task, or a {@link Nested} one when a listener made its thread deliver another
	 * task's events. Set to {@code null} afterwards and not removed, so that a delivery
	 * allocates nothing on a thread that delivered before.
	 */
	private static final ThreadLocal<@Nullable Object> CURRENT = new ThreadLocal<>();

	private Deliverers() {
	}

	/**
	 * Marks the current thread as the deliverer of a task.
	 * @return the mark before, for {@link #leave}
	 */
	static @Nullable Object enter(LocalTask task) {
		Object outer = CURRENT.get();
		CURRENT.set((outer != null) ? new Nested(task, outer) : task);
		return outer;
	}

	static void leave(@Nullable Object outer) {
		CURRENT.set(outer);
	}

	/** Whether the current thread delivers the events of a task. */
	static boolean delivers(LocalTask task) {
		Object mark = CURRENT.get();
		while (mark instanceof Nested nested) {
			if (nested.task() == task) {
				return true;
			}
			mark = nested.outer();
		}
		return mark == task;
	}

	private record Nested(LocalTask task, Object outer) {
	}

}
