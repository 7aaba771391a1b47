package io.github.taskhost.spi;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * A source of the current caller, used to check the authority that a question requires
 * and to record the caller of a cancellation, message or answer. Thread-safe.
 */
@FunctionalInterface
public interface TaskCallers {

	/**
	 * Returns the caller on the current thread.
	 * @return the caller, or {@code null} if there is none
	 */
	@Nullable Caller current();

	/**
	 * Returns the caller as which the current thread acts, or else the caller that a
	 * source knows.
	 * @param callers the source
	 * @return the caller, or {@code null} if there is none
	 */
	static @Nullable Caller callerOf(TaskCallers callers) {
		Caller acting = ActingCaller.current();
		return (acting != null) ? acting : callers.current();
	}

	/**
	 * Runs an action as a caller that the code knows, for threads on which the source
	 * knows none: those of reactive applications, for example. Applies to calls of hosts
	 * on the current thread until the action returns.
	 * @param caller the caller
	 * @param action the action
	 * @param <T> the type of the result
	 * @return the result of the action
	 * @throws Exception if the action throws it
	 */
	static <T extends @Nullable Object> T callAs(Caller caller, Callable<T> action) throws Exception {
		return ActingCaller.call(caller, action);
	}

	/**
	 * Returns a source for hosts without security. Such a host refuses questions that
	 * require an authority.
	 * @return the source
	 */
	static TaskCallers none() {
		return NoTaskCallers.INSTANCE;
	}

	/** A caller of the host. */
	interface Caller {

		/**
		 * Returns a caller with authorities.
		 * @param name the name
		 * @param authorities the authorities
		 * @return the caller
		 */
		static Caller of(String name, Collection<String> authorities) {
			return new ActingCaller.Known(name, Set.copyOf(authorities));
		}

		/**
		 * Returns the name of the caller.
		 * @return the name; kept up to 128 characters
		 */
		String name();

		/**
		 * Returns whether the caller has an authority.
		 * @param authority the name of the authority
		 * @return {@code true} if the caller has it
		 */
		boolean hasAuthority(String authority);

	}

	/** The source of {@link TaskCallers#none()}. */
	enum NoTaskCallers implements TaskCallers {

		/** The only instance. */
		INSTANCE;

		@Override
		public @Nullable Caller current() {
			return null;
		}

	}

}
