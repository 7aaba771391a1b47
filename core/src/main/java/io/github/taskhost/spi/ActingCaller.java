package io.github.taskhost.spi;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * The caller as which a thread acts.
 */
final class ActingCaller {

	private static final ThreadLocal<TaskCallers.@Nullable Caller> CURRENT = new ThreadLocal<>();

	private ActingCaller() {
	}

	static TaskCallers.@Nullable Caller current() {
		return CURRENT.get();
	}

	static <T extends @Nullable Object> T call(TaskCallers.Caller caller, Callable<T> action) throws Exception {
		TaskCallers.Caller outer = CURRENT.get();
		CURRENT.set(Objects.requireNonNull(caller));
		try {
			return action.call();
		}
		finally {
			if (outer != null) {
				CURRENT.set(outer);
			}
			else {
				CURRENT.remove();
			}
		}
	}

	/** A caller whose authorities are known. */
	record Known(String name, Set<String> authorities) implements TaskCallers.Caller {

		@Override
		public boolean hasAuthority(String authority) {
			return this.authorities.contains(authority);
		}

	}

}
