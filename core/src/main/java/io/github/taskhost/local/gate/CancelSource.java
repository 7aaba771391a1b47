package io.github.taskhost.local.gate;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskContext.CancelRegistration;
import org.jspecify.annotations.Nullable;

/**
 * The cancellation signal of a body: runs the actions of the body and wakes its blocking
 * calls. Signalled once; an action that is added after the signal runs at once.
 *
 * <p>
 * <b>Synchronisation.</b> One reference to an immutable list of actions and a concurrent
 * set of wakes, {@code null} after the signal. An action is either in the list that the
 * signal takes, or its adder sees the signal and runs it. A blocking call adds its wake
 * to the set and then reads the reference; the signal clears the reference and then reads
 * the set. One of the two sees the other, or both do: a wake may run twice.
 */
public final class CancelSource extends AtomicReference<CancelSource.@Nullable Registered> {

	private static final long serialVersionUID = 1;

	/** The maximum number of actions of a body. Its blocking calls do not count. */
	public static final int MAX_ACTIONS = 100;

	private static final Registered NOTHING = new Registered(List.of(), null);

	private static final CancelRegistration NONE = () -> {
	};

	public CancelSource() {
		super(NOTHING);
	}

	/**
	 * Adds an action of the body.
	 * @return the registration that removes the action, or {@code null} if
	 * {@link #MAX_ACTIONS} are registered
	 */
	public @Nullable CancelRegistration addAction(Runnable action) {
		while (true) {
			Registered present = get();
			if (present == null) {
				action.run();
				return NONE;
			}
			if (present.actions().size() >= MAX_ACTIONS) {
				return null;
			}
			if (compareAndSet(present, present.with(action))) {
				return () -> remove(action);
			}
		}
	}

	private void remove(Runnable action) {
		updateAndGet((present) -> (present == null) ? null : present.without(action));
	}

	/**
	 * Adds the wake of a blocking call, which needs no place among the actions: each
	 * thread of a body has at most one.
	 * @param wake ends the wait; may run more than once
	 * @return the registration that removes it
	 */
	public CancelRegistration addWake(Runnable wake) {
		Set<Wake> wakes = wakes();
		if (wakes == null) {
			wake.run();
			return NONE;
		}
		Wake added = new Wake(wake);
		wakes.add(added);
		if (get() == null) {
			wake.run();
		}
		return () -> wakes.remove(added);
	}

	/** The wakes, allocated at the first blocking call; {@code null} after the signal. */
	private @Nullable Set<Wake> wakes() {
		Registered registered = updateAndGet((present) -> (present == null || present.wakes() != null) ? present
				: new Registered(present.actions(), ConcurrentHashMap.newKeySet()));
		return (registered != null) ? registered.wakes() : null;
	}

	public void signal() {
		Registered due = getAndSet(null);
		if (due != null) {
			due.actions().forEach(Runnable::run);
			if (due.wakes() != null) {
				due.wakes().forEach((wake) -> wake.action.run());
			}
		}
	}

	/**
	 * Everything that the signal runs.
	 *
	 * @param actions the actions of the body, in order
	 * @param wakes the wakes of blocking calls, or {@code null} before the first one
	 */
	record Registered(List<Runnable> actions, @Nullable Set<Wake> wakes) {

		private Registered with(Runnable action) {
			return new Registered(Stream.concat(this.actions.stream(), Stream.of(action)).toList(), this.wakes);
		}

		private Registered without(Runnable action) {
			return new Registered(this.actions.stream().filter((other) -> other != action).toList(), this.wakes);
		}

	}

	/** The wake of one blocking call; equal to itself only. */
	static final class Wake {

		private final Runnable action;

		Wake(Runnable action) {
			this.action = action;
		}

	}

}
