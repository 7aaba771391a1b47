package io.github.taskhost.autoconfigure.endpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A page of tasks, and how many there are. The numbers are those that the host keeps.
 *
 * @param states the live tasks by state
 * @param kinds the live tasks by kind; kinds that have none are left out
 * @param retained the ended tasks whose records are kept
 * @param unresponsive the threads that outlived the end of their task
 * @param tasks the page
 * @param next what to ask for the next page with, or {@code null} at the end
 */
record TasksDescriptor(Map<String, Long> states, Map<String, Long> kinds, long retained, long unresponsive,
		List<Map<String, Object>> tasks, @Nullable String next) implements OperationResponseBody {

	private static final List<BackgroundTaskState> LIVE = Arrays.stream(BackgroundTaskState.values())
		.filter((state) -> !state.isTerminal())
		.toList();

	static TasksDescriptor of(BackgroundTaskStatistics statistics, List<Map<String, Object>> tasks,
			@Nullable String next) {
		Map<String, Long> states = new LinkedHashMap<>();
		LIVE.forEach((state) -> states.put(state.name().toLowerCase(Locale.ROOT), 0L));
		Map<String, Long> kinds = new TreeMap<>();
		for (String kind : statistics.kinds()) {
			for (BackgroundTaskState state : LIVE) {
				long count = statistics.live(kind, state);
				if (count > 0) {
					states.merge(state.name().toLowerCase(Locale.ROOT), count, Long::sum);
					kinds.merge(kind, count, Long::sum);
				}
			}
		}
		return new TasksDescriptor(states, kinds, statistics.retained(), statistics.unresponsive(), tasks, next);
	}

}
