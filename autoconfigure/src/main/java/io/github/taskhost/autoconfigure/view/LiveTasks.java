package io.github.taskhost.autoconfigure.view;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.spi.StoredTaskCounts;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * Numbers of live tasks.
 *
 * @param states the numbers by the name of the state, also of states without tasks
 * @param kinds the numbers by kind, without kinds that have none
 */
public record LiveTasks(Map<String, Long> states, Map<String, Long> kinds) {

	private static final List<BackgroundTaskState> LIVE = Arrays.stream(BackgroundTaskState.values())
		.filter((state) -> !state.isTerminal())
		.toList();

	/**
	 * Returns the numbers of this process.
	 * @param statistics the statistics of the host
	 * @return the numbers
	 */
	public static LiveTasks of(BackgroundTaskStatistics statistics) {
		Map<String, Long> states = noTasks();
		Map<String, Long> kinds = new TreeMap<>();
		for (String kind : statistics.kinds()) {
			for (BackgroundTaskState state : LIVE) {
				long count = statistics.live(kind, state);
				if (count > 0) {
					states.merge(TaskJson.name(state), count, Long::sum);
					kinds.merge(kind, count, Long::sum);
				}
			}
		}
		return new LiveTasks(states, kinds);
	}

	/**
	 * Returns the numbers in a database, of all processes.
	 * @param counts the numbers as they were counted
	 * @return the numbers
	 */
	public static LiveTasks of(StoredTaskCounts counts) {
		Map<String, Long> states = noTasks();
		counts.byState().forEach((state, tasks) -> states.put(TaskJson.name(state), tasks));
		Map<String, Long> kinds = new TreeMap<>();
		counts.byKind()
			.forEach((kind, byState) -> kinds.put(kind, byState.values().stream().mapToLong(Long::longValue).sum()));
		return new LiveTasks(states, kinds);
	}

	private static Map<String, Long> noTasks() {
		Map<String, Long> states = new LinkedHashMap<>();
		LIVE.forEach((state) -> states.put(TaskJson.name(state), 0L));
		return states;
	}

}
