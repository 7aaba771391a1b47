package io.github.taskhost.autoconfigure.endpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.spi.ClusterNode;
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
 * @param nodes the nodes that share the database, the one that answers first;
 * {@code null} for a host in memory
 * @param tasks the page
 * @param next the cursor of the next page, or {@code null} at the end
 * @param previous the cursor of the page before, or {@code null} at the beginning
 * @param partial {@code true} if the host stopped to look before the page was full, else
 * {@code null}
 */
record TasksDescriptor(Map<String, Long> states, Map<String, Long> kinds, long retained, long unresponsive,
		long unstopped, @Nullable Stored stored, @Nullable List<Node> nodes, List<Map<String, Object>> tasks,
		@Nullable String next, @Nullable String previous, @Nullable Boolean partial) implements OperationResponseBody {

	private static final List<BackgroundTaskState> LIVE = Arrays.stream(BackgroundTaskState.values())
		.filter((state) -> !state.isTerminal())
		.toList();

	static TasksDescriptor of(BackgroundTaskStatistics statistics, Optional<StoredTaskCounts> stored,
			List<ClusterNode> nodes, Page page) {
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
				statistics.unstopped(), stored.map(Stored::of).orElse(null), Node.of(nodes), page.tasks(), page.next(),
				page.previous(), page.partial() ? true : null);
	}

	private static Map<String, Long> noTasks() {
		Map<String, Long> states = new LinkedHashMap<>();
		LIVE.forEach((state) -> states.put(TaskJson.name(state), 0L));
		return states;
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
			Map<String, Long> states = noTasks();
			counts.byState().forEach((state, tasks) -> states.put(TaskJson.name(state), tasks));
			Map<String, Long> kinds = new TreeMap<>();
			counts.byKind()
				.forEach(
						(kind, byState) -> kinds.put(kind, byState.values().stream().mapToLong(Long::longValue).sum()));
			return new Stored(states, kinds, counts.age().toString());
		}

	}

	/**
	 * A node of a cluster. The numbers of other nodes are those of their last heartbeats.
	 *
	 * @param worker the id under which it writes, as in the records of its attempts
	 * @param name its name for people
	 * @param own whether it is the node that answers
	 * @param lease the state of its lease: {@code held}, {@code expired} or
	 * {@code fenced}
	 * @param leaseAge the time since its lease was renewed
	 * @param running the number of tasks that run on it
	 * @param draining whether it leaves new tasks to others
	 */
	record Node(String worker, String name, boolean own, String lease, String leaseAge, int running, boolean draining) {

		/** The largest number of nodes of an answer. */
		static final int MAX_NODES = 100;

		static @Nullable List<Node> of(List<ClusterNode> nodes) {
			return nodes.isEmpty() ? null : nodes.stream().limit(MAX_NODES).map(Node::of).toList();
		}

		private static Node of(ClusterNode node) {
			return new Node(node.worker(), node.name(), node.own(), TaskJson.name(node.lease()),
					node.leaseAge().toString(), node.running(), node.draining());
		}

	}

}
