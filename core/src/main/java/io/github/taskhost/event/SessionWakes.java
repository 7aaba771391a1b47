package io.github.taskhost.event;

import java.util.List;

/**
 * The wakes that one drain took from a session.
 *
 * @param wakes the wakes, oldest first
 * @param dropped the number of wakes dropped since the previous drain because of
 * {@code taskhost.limits.wakes} or {@code taskhost.limits.wakes-per-session}
 */
public record SessionWakes(List<SessionWake> wakes, long dropped) {

	/** Copies the list. */
	public SessionWakes {
		wakes = List.copyOf(wakes);
	}

}
