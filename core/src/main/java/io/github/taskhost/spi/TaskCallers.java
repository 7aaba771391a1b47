package io.github.taskhost.spi;

import org.jspecify.annotations.Nullable;

/**
 * Says who calls the host, for questions that only some may answer, and to record who did
 * what. Safe for use by many threads.
 */
@FunctionalInterface
public interface TaskCallers {

	/**
	 * Who calls on the current thread.
	 * @return the caller, or {@code null} when nobody is known
	 */
	@Nullable Caller current();

	/**
	 * Knows nobody.
	 * @return callers for hosts without security; a question that names an authority is
	 * refused there
	 */
	static TaskCallers none() {
		return NoTaskCallers.INSTANCE;
	}

	/** Somebody who calls. */
	interface Caller {

		/**
		 * The name of the caller.
		 * @return the name; kept up to 128 characters
		 */
		String name();

		/**
		 * Whether the caller has an authority.
		 * @param authority its name
		 * @return {@code true} if so
		 */
		boolean hasAuthority(String authority);

	}

	/** For hosts without security. */
	enum NoTaskCallers implements TaskCallers {

		/** The only instance. */
		INSTANCE;

		@Override
		public @Nullable Caller current() {
			return null;
		}

	}

}
