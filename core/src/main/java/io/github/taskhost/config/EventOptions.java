package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * How events are delivered.
 *
 * @param progressInterval the shortest time between two progress events of a task, and
 * between two updates
 * @param subscriptionBuffer how many events a subscription buffers; past that it loses
 * the oldest
 * @param maxQueued how many events of one task may wait for slow listeners; past that new
 * ones are dropped and counted, its end never
 */
public record EventOptions(Duration progressInterval, int subscriptionBuffer, int maxQueued) {

	/**
	 * Checks the bounds.
	 * @throws InvalidTaskArgumentException if the time is negative or a number less than
	 * 1
	 */
	public EventOptions {
		Ranges.notNegative("events.progress-interval", progressInterval);
		Ranges.positive("events.subscription-buffer", subscriptionBuffer);
		Ranges.positive("events.max-queued", maxQueued);
	}

	/**
	 * The defaults.
	 * @return options
	 */
	public static EventOptions withDefaults() {
		return new EventOptions(Duration.parse(TaskhostDefaults.EVENTS_PROGRESS_INTERVAL),
				Integer.parseInt(TaskhostDefaults.EVENTS_SUBSCRIPTION_BUFFER),
				Integer.parseInt(TaskhostDefaults.EVENTS_MAX_QUEUED));
	}

}
