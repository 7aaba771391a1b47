package io.github.taskhost.event;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a session. Immutable.
 *
 * @param id the id of the session
 * @param states the number of its tasks by state, without states in which it has none
 * @param partial whether it may have more tasks than were counted: a durable host counts
 * up to 1,000 live tasks of a session, and the ended ones of its newest 2,000 tasks
 * @param hidden the number of its hidden tasks that run in this process
 * @param oldest the time at which the oldest of the counted live tasks was registered, or
 * {@code null} if none is live
 */
public record SessionSummary(String id, Map<BackgroundTaskState, Long> states, boolean partial, int hidden,
		@Nullable Instant oldest) {

	/** Copies the numbers, in the order of the states. */
	public SessionSummary {
		Map<BackgroundTaskState, Long> copy = new EnumMap<>(BackgroundTaskState.class);
		copy.putAll(states);
		states = Collections.unmodifiableMap(copy);
	}

	/**
	 * Returns the number of live tasks.
	 * @return the number of those that were counted
	 */
	public long live() {
		return count(false);
	}

	/**
	 * Returns the number of ended tasks whose records are retained.
	 * @return the number of those that were counted
	 */
	public long ended() {
		return count(true);
	}

	private long count(boolean terminal) {
		return this.states.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().isTerminal() == terminal)
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

}
