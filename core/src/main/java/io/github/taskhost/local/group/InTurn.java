package io.github.taskhost.local.group;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * Does steps of a thread one after the other: a step that causes further ones returns
 * before these begin, so that a long chain of causes needs no deep stack.
 */
final class InTurn {

	private static final ThreadLocal<@Nullable Queue<Runnable>> WAITING = new ThreadLocal<>();

	private InTurn() {
	}

	/**
	 * Does steps, or leaves them to the call of this thread that is under way.
	 * @param steps the steps; they throw nothing
	 */
	static void run(Collection<Runnable> steps) {
		Queue<Runnable> present = WAITING.get();
		if (present != null) {
			present.addAll(steps);
			return;
		}
		Queue<Runnable> queue = new ArrayDeque<>(steps);
		WAITING.set(queue);
		try {
			for (Runnable step = queue.poll(); step != null; step = queue.poll()) {
				step.run();
			}
		}
		finally {
			WAITING.remove();
		}
	}

}
