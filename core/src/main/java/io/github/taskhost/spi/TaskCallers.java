package io.github.taskhost.spi;

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
