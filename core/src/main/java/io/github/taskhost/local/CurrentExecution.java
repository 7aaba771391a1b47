package io.github.taskhost.local;

import java.util.function.Supplier;

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
		inside(() -> {
			work.run();
			return true;
		});
	}

	/**
	 * Asks for something inside the host: interrupts of the body are held back meanwhile.
	 */
	static <T> T inside(Supplier<T> work) {
		Execution execution = get();
		if (execution == null) {
			return work.get();
		}
		execution.enter();
		try {
			return work.get();
		}
		finally {
			execution.leave();
		}
	}

}
