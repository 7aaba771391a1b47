package io.github.taskhost.local;

import org.jspecify.annotations.Nullable;

/**
 * Which execution the current thread runs, if it is the thread of a body.
 */
final class CurrentExecution {

	private static final ThreadLocal<@Nullable Execution> CURRENT = new ThreadLocal<>();

	private CurrentExecution() {
	}

	static void set(Execution execution) {
		CURRENT.set(execution);
	}

	static void clear() {
		CURRENT.remove();
	}

	static @Nullable Execution get() {
		return CURRENT.get();
	}

	/** Does something inside the host: interrupts of the body are held back meanwhile. */
	static void inside(Runnable work) {
		Execution execution = get();
		if (execution == null) {
			work.run();
			return;
		}
		execution.gate().enter();
		try {
			work.run();
		}
		finally {
			execution.gate().leave();
		}
	}

}
