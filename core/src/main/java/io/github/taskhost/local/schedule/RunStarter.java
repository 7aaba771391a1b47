package io.github.taskhost.local.schedule;

import java.util.UUID;

import io.github.taskhost.TaskRequest;
import io.github.taskhost.task.BackgroundTaskRegistration;

/**
 * The door through which runs are submitted: that of all submissions.
 */
public interface RunStarter {

	/** Checks a request as its submission would; returns it with its encoded input. */
	BackgroundTaskRegistration checked(TaskRequest request);

	/** Submits a run; returns its uid. */
	UUID start(String sessionId, BackgroundTaskRegistration registration);

	/** Whether this host has the definition of a kind. */
	boolean hasKind(String kind);

}
