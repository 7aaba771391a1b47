package io.github.taskhost.autoconfigure.endpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Page of tasks, with the counters of the host.
 *
 * @param states the number of live tasks by state
 * @param kinds the number of live tasks by kind, without kinds that have none
 * @param retained the number of retained records of ended tasks
 * @param unresponsive the number of threads that outlived the end of their task
 * @param unstopped the number of tasks whose owner could not be told to end the work
 * @param tasks the page
 * @param next the cursor of the next page, or {@code null} at the end
 */
record TasksDescriptor(Map<String, Long> states, Map<String, Long> kinds, long retained, long unresponsive,
		long unstopped, List<Map<String, Object>> tasks, @Nullable String next) implements OperationResponseBody {

	private static final List<BackgroundTaskState> LIVE = Arrays.stream(BackgroundTaskState.values())
		.filter((state) -> !state.isTerminal())
		.toList();

	static TasksDescriptor of(BackgroundTaskStatistics statistics, List<Map<String, Object>> tasks,
			@Nullable String next) {
		Map<String, Long> states = new LinkedHashMap<>();
		LIVE.forEach((state) -> states.put(TaskJson.name(state), 0L));
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
		return new TasksDescriptor(states, kinds, statistics.retained(), statistics.unresponsive(),
				statistics.unstopped(), tasks, next);
	}

}
