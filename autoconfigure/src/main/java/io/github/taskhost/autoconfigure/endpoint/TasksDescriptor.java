package io.github.taskhost.autoconfigure.endpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.spi.StoredTaskCounts;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Page of tasks, with the counters of the host.
 *
 * @param states the number of live tasks of this process by state
 * @param kinds the number of live tasks of this process by kind, without kinds that have
 * none
 * @param retained the number of retained records of ended tasks
 * @param unresponsive the number of threads that outlived the end of their task
 * @param unstopped the number of tasks whose owner could not be told to end the work
 * @param stored the numbers of live tasks in the database of a durable host, of all
 * processes; {@code null} for a host in memory and before the first count
 * @param tasks the page
 * @param next the cursor of the next page, or {@code null} at the end
 */
record TasksDescriptor(Map<String, Long> states, Map<String, Long> kinds, long retained, long unresponsive,
		long unstopped, @Nullable Stored stored, List<Map<String, Object>> tasks,
		@Nullable String next) implements OperationResponseBody {

	private static final List<BackgroundTaskState> LIVE = Arrays.stream(BackgroundTaskState.values())
		.filter((state) -> !state.isTerminal())
		.toList();

	static TasksDescriptor of(BackgroundTaskStatistics statistics, Optional<StoredTaskCounts> stored,
			List<Map<String, Object>> tasks, @Nullable String next) {
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
		return new TasksDescriptor(states, kinds, statistics.retained(), statistics.unresponsive(),
				statistics.unstopped(), stored.map(Stored::of).orElse(null), tasks, next);
	}

	private static Map<String, Long> noTasks() {
		Map<String, Long> states = new LinkedHashMap<>();
		LIVE.forEach((state) -> states.put(TaskJson.name(state), 0L));
		return states;
	}

	/**
	 * The numbers of live tasks in the database.
	 *
	 * @param states the numbers by state
	 * @param kinds the numbers by kind
	 * @param age the time since they were counted
	 */
	record Stored(Map<String, Long> states, Map<String, Long> kinds, String age) {

		static Stored of(StoredTaskCounts counts) {
			Map<String, Long> states = noTasks();
			counts.byState().forEach((state, tasks) -> states.put(TaskJson.name(state), tasks));
			Map<String, Long> kinds = new TreeMap<>();
			counts.byKind()
				.forEach(
						(kind, byState) -> kinds.put(kind, byState.values().stream().mapToLong(Long::longValue).sum()));
			return new Stored(states, kinds, counts.age().toString());
		}

	}

}
