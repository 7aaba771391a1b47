package io.github.taskhost;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A body without a result.
 *
 * @param action the work
 */
record ActionBody(BackgroundTaskAction action) implements BackgroundTask<@Nullable Void> {

	ActionBody {
		Objects.requireNonNull(action, "body");
	}

	@Override
	public @Nullable Void run(BackgroundTaskContext context) throws Exception {
		this.action.run(context);
		return null;
	}

}
