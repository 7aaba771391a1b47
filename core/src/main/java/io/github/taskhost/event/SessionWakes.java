package io.github.taskhost.event;

import java.util.List;

/**
 * The wakes that were taken from a session.
 *
 * @param wakes the wakes, oldest first
 * @param dropped how many more there were since the last time, which were dropped because
 * the limits {@code taskhost.limits.wakes} or {@code taskhost.limits.wakes-per-session}
 * were met
 */
public record SessionWakes(List<SessionWake> wakes, long dropped) {

	/** Copies the list. */
	public SessionWakes {
		wakes = List.copyOf(wakes);
	}

}
