package io.github.taskhost.kind;

import java.lang.reflect.Type;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A kind whose work is a body: a submitted task runs it as a managed task. In the
 * starter, a bean of this type defines the kind. Must be thread-safe: tasks of the kind
 * run it at the same time.
 *
 * @param <I> the type of the input
 */
public interface BackgroundTaskHandler<I extends @Nullable Object> {

	/**
	 * Returns the name of the kind.
	 * @return a lower-case letter, then at most 63 of {@code a-z 0-9 -}
	 */
	String kind();

	/**
	 * Returns the type of the input. A task whose input cannot be read as this type is
	 * refused when it is submitted.
	 * @return the type for {@code I}; {@link JsonPayload} for any JSON or no input
	 */
	Type inputType();

	/**
	 * Returns whether a task may have no input; {@link #run} then gets {@code null}.
	 * Otherwise the type decides: only {@link JsonPayload} may be missing.
	 * @return {@code true} if so; by default {@code false}
	 */
	default boolean isInputOptional() {
		return false;
	}

	/**
	 * Returns the type of the result, for the description of the kind.
	 * @return the type, or {@code null} if it is not known
	 */
	default @Nullable Type resultType() {
		return null;
	}

	/**
	 * Returns a description of the work of the kind, for people and programs.
	 * @return at most 2,000 characters, or {@code null} for none
	 */
	default @Nullable String description() {
		return null;
	}

	/**
	 * Returns the options of the kind. Options that are configured in the host have
	 * precedence.
	 * @return the options
	 */
	default KindOptions options() {
		return KindOptions.NONE;
	}

	/**
	 * Changes a stored input of an earlier version of the kind to the present schema,
	 * before it is read. Called each time the input is read, so it must be fast and
	 * without effects. An exception is an input that cannot be read.
	 * @param input the stored input, or {@code null} for none
	 * @param from its schema version, less than the {@code schemaVersion} of the kind
	 * @return the input in the present schema; by default the input as it is
	 */
	default @Nullable JsonPayload upgrade(@Nullable JsonPayload input, int from) {
		return input;
	}

	/**
	 * Runs the work.
	 * @param input the input
	 * @param context the view of the task, valid for this attempt
	 * @return the result, or {@code null} for none
	 * @throws Exception if the work fails or is cancelled
	 */
	@Nullable Object run(I input, BackgroundTaskContext context) throws Exception;

}
