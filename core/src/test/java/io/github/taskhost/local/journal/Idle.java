package io.github.taskhost.local.journal;

import java.lang.reflect.Type;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A kind whose body ends at once.
 *
 * @param kind the name
 */
record Idle(String kind) implements BackgroundTaskHandler<@Nullable JsonPayload> {

	@Override
	public Type inputType() {
		return JsonPayload.class;
	}

	@Override
	public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
		return null;
	}

}
