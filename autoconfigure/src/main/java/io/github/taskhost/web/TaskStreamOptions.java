package io.github.taskhost.web;

import java.time.Duration;

import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * Options of streams of events to browsers ({@code taskhost.web.streams}).
 *
 * @param heartbeat the time without events after which a stream sends a comment, more
 * than zero. With a servlet container only the second write after a disconnect fails, so
 * a lost client is noticed after two heartbeats
 * @param maxPerSession the maximum number of open streams of a session, at least 1
 * @param maxPerCaller the maximum number of open streams of a caller, at least 1
 */
public record TaskStreamOptions(Duration heartbeat, int maxPerSession, int maxPerCaller) {

	/**
	 * Checks the ranges.
	 * @throws InvalidOptionException if the heartbeat is not positive, or a number is
	 * less than 1
	 */
	public TaskStreamOptions {
		require(heartbeat.isPositive(), "heartbeat", heartbeat, "more than zero");
		require(maxPerSession > 0, "max-per-session", maxPerSession, "at least 1");
		require(maxPerCaller > 0, "max-per-caller", maxPerCaller, "at least 1");
	}

	/**
	 * Returns the default options.
	 * @return the options
	 */
	public static TaskStreamOptions withDefaults() {
		return new TaskStreamOptions(Duration.parse(TaskhostDefaults.WEB_STREAM_HEARTBEAT),
				Integer.parseInt(TaskhostDefaults.WEB_STREAMS_PER_SESSION),
				Integer.parseInt(TaskhostDefaults.WEB_STREAMS_PER_CALLER));
	}

	private static void require(boolean valid, String option, Object value, String remedy) {
		if (!valid) {
			throw new InvalidOptionException("taskhost.web.streams." + option, option, value, remedy);
		}
	}

}
