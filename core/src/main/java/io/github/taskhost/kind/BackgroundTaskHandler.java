package io.github.taskhost.kind;

import java.lang.reflect.Type;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A kind whose work is a body: {@code submit} runs it as a managed task. Safe for use by
 * many threads, as every task of the kind runs it.
 *
 * @param <I> what the input is read as
 */
public interface BackgroundTaskHandler<I extends @Nullable Object> {

	/**
	 * The kind.
	 * @return a lower-case letter, then at most 63 of {@code a-z 0-9 -}
	 */
	String kind();

	/**
	 * What the input is read as when a task is submitted, and so what is refused then.
	 * @return the type for {@code I}; {@link JsonPayload} for any JSON, or none
	 */
	Type inputType();

	/**
	 * The options of the kind, where the host's own options for it leave them out.
	 * @return options
	 */
	default KindOptions options() {
		return KindOptions.NONE;
	}

	/**
	 * Does the work.
	 * @param input the input
	 * @param context the body's view of its task
	 * @return the result, or {@code null} for none
	 * @throws Exception if the work fails, or is cancelled
	 */
	@Nullable Object run(I input, BackgroundTaskContext context) throws Exception;

}
