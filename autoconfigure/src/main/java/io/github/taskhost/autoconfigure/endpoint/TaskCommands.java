package io.github.taskhost.autoconfigure.endpoint;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can do to a task.
 */
final class TaskCommands {

	private final BackgroundTaskHost host;

	TaskCommands(BackgroundTaskHost host) {
		this.host = host;
	}

	BackgroundTaskRecord act(BackgroundTaskRecord task, @Nullable String action, @Nullable String reason) {
		if (!"cancel".equals(action)) {
			throw new InvalidTaskArgumentException("There is no action '" + action + "': use cancel.");
		}
		return this.host.task(task.sessionId(), task.id()).cancel(reason);
	}

	BackgroundTaskRecord cancelNow(BackgroundTaskRecord task) {
		this.host.cancelManaged(task.sessionId(), task.id());
		return this.host.find(task.uid()).orElse(task);
	}

}
