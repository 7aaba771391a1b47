package io.github.taskhost;

import org.jspecify.annotations.Nullable;

/**
 * Runs around the body of every managed task, on its thread. The first interceptor is the
 * outermost.
 */
@FunctionalInterface
public interface BackgroundTaskInterceptor {

	/**
	 * Runs the body, or the next interceptor.
	 * @param context the context of the attempt
	 * @param next the rest
	 * @return what the task returns, usually what {@code next} returned
	 * @throws Exception what the task fails with
	 */
	@Nullable Object intercept(BackgroundTaskContext context, Invocation next) throws Exception;

	/** The rest of the chain. */
	@FunctionalInterface
	interface Invocation {

		/**
		 * Goes on. Call it once.
		 * @return what the body returned
		 * @throws Exception what it threw
		 */
		@Nullable Object proceed() throws Exception;

	}

}
