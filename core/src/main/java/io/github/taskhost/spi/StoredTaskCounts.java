package io.github.taskhost.spi;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

import io.github.taskhost.task.BackgroundTaskState;

/**
 * The numbers of live tasks in a durable store at the time of its last count: those of
 * all processes, and those that no process has. Immutable.
 *
 * @param byKind the numbers by kind and state, without those that are 0
 * @param age the time since the count
 */
public record StoredTaskCounts(Map<String, Map<BackgroundTaskState, Long>> byKind, Duration age) {

	/** Copies the numbers. */
	public StoredTaskCounts {
		Map<String, Map<BackgroundTaskState, Long>> copies = new TreeMap<>();
		byKind.forEach((kind, states) -> copies.put(kind, Map.copyOf(states)));
		byKind = Collections.unmodifiableMap(copies);
	}

	/**
	 * Returns the numbers of all kinds.
	 * @return the numbers by state, without the states that no task is in
	 */
	public Map<BackgroundTaskState, Long> byState() {
		Map<BackgroundTaskState, Long> sums = new EnumMap<>(BackgroundTaskState.class);
		this.byKind.values().forEach((states) -> states.forEach((state, tasks) -> sums.merge(state, tasks, Long::sum)));
		return sums;
	}

}
