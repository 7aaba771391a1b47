package io.github.taskhost;

import org.jspecify.annotations.Nullable;

/**
 * An interceptor around the body of every managed task, on the thread of the body. The
 * first interceptor is the outermost. Must be thread-safe.
 */
@FunctionalInterface
public interface BackgroundTaskInterceptor {

	/**
	 * Called for each attempt of a body.
	 * @param context the context of the attempt
	 * @param next the rest of the chain: the next interceptor, or the body
	 * @return the result of the task, usually that of {@code next}
	 * @throws Exception if the attempt fails
	 */
	@Nullable Object intercept(BackgroundTaskContext context, Invocation next) throws Exception;

	/** The rest of the chain. */
	@FunctionalInterface
	interface Invocation {

		/**
		 * Runs the rest of the chain. Call it once.
		 * @return the result of the body
		 * @throws Exception if the body fails
		 */
		@Nullable Object proceed() throws Exception;

	}

}
