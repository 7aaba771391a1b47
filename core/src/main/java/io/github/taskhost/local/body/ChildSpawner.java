package io.github.taskhost.local.body;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Spawns children of running bodies; implemented by the room {@code host}.
 */
@FunctionalInterface
public interface ChildSpawner {

	<R extends @Nullable Object> BackgroundTaskHandle<R> spawn(LocalTask parent,
			BackgroundTaskRegistration registration, BackgroundTask<R> body);

}
