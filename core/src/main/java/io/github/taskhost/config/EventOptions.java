package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * Options of the delivery of events ({@code taskhost.events}).
 *
 * @param progressInterval the minimum interval between two progress events of a task, and
 * between two updates; 0 or more
 * @param subscriptionBuffer the number of events that a subscription buffers, at least 1;
 * when it is full, the oldest is dropped
 * @param maxQueued the number of events of a task that may wait for slow listeners, at
 * least 1; past it progress, updates and messages are dropped and counted, and a thread
 * that makes another change waits for room, a second at most
 */
public record EventOptions(Duration progressInterval, int subscriptionBuffer, int maxQueued) {

	/**
	 * Checks the ranges.
	 * @throws InvalidTaskArgumentException if the duration is negative, or a number is
	 * less than 1
	 */
	public EventOptions {
		Ranges.notNegative("events.progress-interval", progressInterval);
		Ranges.positive("events.subscription-buffer", subscriptionBuffer);
		Ranges.positive("events.max-queued", maxQueued);
	}

	/**
	 * Returns the default options.
	 * @return the options
	 */
	public static EventOptions withDefaults() {
		return new EventOptions(Duration.parse(TaskhostDefaults.EVENTS_PROGRESS_INTERVAL),
				Integer.parseInt(TaskhostDefaults.EVENTS_SUBSCRIPTION_BUFFER),
				Integer.parseInt(TaskhostDefaults.EVENTS_MAX_QUEUED));
	}

}
