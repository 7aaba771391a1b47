package io.github.taskhost.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.BackgroundTaskContext.CancelRegistration;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done when a body is told to wind down: its own actions, and the waking of
 * its blocking calls. Signalled once; what comes later is done at once.
 */
final class CancelSource {

	static final int MAX_ACTIONS = 100;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock; {@code null} once it was signalled. */
	private @Nullable List<Runnable> actions = new ArrayList<>(2);

	/**
	 * Adds an action.
	 * @return removes it, or {@code null} when there are too many
	 */
	@Nullable CancelRegistration add(Runnable action) {
		this.lock.lock();
		try {
			if (this.actions != null) {
				return (this.actions.size() < MAX_ACTIONS && this.actions.add(action)) ? () -> remove(action) : null;
			}
		}
		finally {
			this.lock.unlock();
		}
		action.run();
		return () -> {
		};
	}

	private void remove(Runnable action) {
		this.lock.lock();
		try {
			if (this.actions != null) {
				this.actions.removeIf((other) -> other == action);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void signal() {
		List<Runnable> due;
		this.lock.lock();
		try {
			due = this.actions;
			this.actions = null;
		}
		finally {
			this.lock.unlock();
		}
		if (due != null) {
			due.forEach(Runnable::run);
		}
	}

}
