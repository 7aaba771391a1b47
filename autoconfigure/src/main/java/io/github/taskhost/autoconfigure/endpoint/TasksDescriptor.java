package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.autoconfigure.view.LiveTasks;
import io.github.taskhost.autoconfigure.view.NodeView;
import io.github.taskhost.spi.ClusterNode;
import io.github.taskhost.spi.StoredTaskCounts;
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
 * @param nodes the nodes that share the database, the one that answers first;
 * {@code null} for a host in memory
 * @param tasks the page
 * @param next the cursor of the next page, or {@code null} at the end
 * @param previous the cursor of the page before, or {@code null} at the beginning
 * @param partial {@code true} if the host stopped to look before the page was full, else
 * {@code null}
 */
record TasksDescriptor(Map<String, Long> states, Map<String, Long> kinds, long retained, long unresponsive,
		long unstopped, @Nullable Stored stored, @Nullable List<NodeView> nodes, List<Map<String, Object>> tasks,
		@Nullable String next, @Nullable String previous, @Nullable Boolean partial) implements OperationResponseBody {

	static TasksDescriptor of(BackgroundTaskStatistics statistics, Optional<StoredTaskCounts> stored,
			List<ClusterNode> nodes, Page page) {
		LiveTasks live = LiveTasks.of(statistics);
		return new TasksDescriptor(live.states(), live.kinds(), statistics.retained(), statistics.unresponsive(),
				statistics.unstopped(), stored.map(Stored::of).orElse(null),
				nodes.isEmpty() ? null : NodeView.of(nodes), page.tasks(), page.next(), page.previous(),
				page.partial() ? true : null);
	}

	/**
	 * A page.
	 *
	 * @param tasks the tasks
	 * @param next the cursor of the next page, or {@code null} at the end
	 * @param previous the cursor of the page before, or {@code null} at the beginning
	 * @param partial whether the host stopped to look before the page was full
	 */
	record Page(List<Map<String, Object>> tasks, @Nullable String next, @Nullable String previous, boolean partial) {

		static Page of(List<Map<String, Object>> tasks, BackgroundTaskPage page) {
			return new Page(tasks, page.next(), page.previous(), page.partial());
		}

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
			LiveTasks live = LiveTasks.of(counts);
			return new Stored(live.states(), live.kinds(), counts.age().toString());
		}

	}

}
