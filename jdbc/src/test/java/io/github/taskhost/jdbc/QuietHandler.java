package io.github.taskhost.jdbc;

import java.lang.reflect.Type;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A handler whose work does nothing.
 *
 * @param kind the kind
 */
record QuietHandler(String kind) implements BackgroundTaskHandler<@Nullable JsonPayload> {

	@Override
	public Type inputType() {
		return JsonPayload.class;
	}

	@Override
	public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
		return null;
	}

}
