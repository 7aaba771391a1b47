package io.github.taskhost.autoconfigure.slice;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A kind without a method. */
@Component
class Sweeper implements BackgroundTaskHandler<JsonPayload> {

	@Override
	public String kind() {
		return "sweep";
	}

	@Override
	public Class<JsonPayload> inputType() {
		return JsonPayload.class;
	}

	@Override
	public @Nullable Object run(JsonPayload input, BackgroundTaskContext context) {
		return null;
	}

}
