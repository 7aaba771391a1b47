package io.github.taskhost.local.gate;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskContext.CancelRegistration;
import org.jspecify.annotations.Nullable;

/**
 * The cancellation signal of a body: runs the actions of the body and wakes its blocking
 * calls. Signalled once; an action that is added after the signal runs at once.
 *
 * <p>
 * <b>Synchronisation.</b> One reference to an immutable list, {@code null} after the
 * signal. An action is either in the list that the signal takes, or its adder sees the
 * signal and runs it.
 */
public final class CancelSource extends AtomicReference<@Nullable List<Runnable>> {

	private static final long serialVersionUID = 1;

	public static final int MAX_ACTIONS = 100;

	public CancelSource() {
		super(List.of());
	}

	/**
	 * Adds an action.
	 * @return the registration that removes the action, or {@code null} if
	 * {@link #MAX_ACTIONS} are registered
	 */
	public @Nullable CancelRegistration add(Runnable action) {
		while (true) {
			List<Runnable> present = get();
			if (present == null) {
				action.run();
				return () -> {
				};
			}
			if (present.size() >= MAX_ACTIONS) {
				return null;
			}
			if (compareAndSet(present, Stream.concat(present.stream(), Stream.of(action)).toList())) {
				return () -> remove(action);
			}
		}
	}

	private void remove(Runnable action) {
		updateAndGet(
				(present) -> (present == null) ? null : present.stream().filter((other) -> other != action).toList());
	}

	public void signal() {
		List<Runnable> due = getAndSet(null);
		if (due != null) {
			due.forEach(Runnable::run);
		}
	}

}
