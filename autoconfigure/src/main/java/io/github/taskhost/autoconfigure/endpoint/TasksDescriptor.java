package io.github.taskhost.autoconfigure.endpoint;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.autoconfigure.view.LiveTasks;
import io.github.taskhost.autoconfigure.view.NodeView;
import io.github.taskhost.autoconfigure.view.TaskJson;
import io.github.taskhost.schedule.ScheduleStatistics;
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
 * @param totals the numbers of tasks of this process that have started and ended since
 * its start, by kind, without kinds that have none
 * @param oldest the task that is in a state for the longest time, and since when, by
 * state
 * @param retained the number of retained records of ended tasks
 * @param unresponsive the number of threads that outlived the end of their task
 * @param unstopped the number of tasks whose owner could not be told to end the work
 * @param schedules the numbers of schedules
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
record TasksDescriptor(Map<String, Long> states, Map<String, Long> kinds, Map<String, Totals> totals,
		Map<String, Oldest> oldest, long retained, long unresponsive, long unstopped, Schedules schedules,
		@Nullable Stored stored, @Nullable List<NodeView> nodes, List<Map<String, Object>> tasks, @Nullable String next,
		@Nullable String previous, @Nullable Boolean partial) implements OperationResponseBody {

	static TasksDescriptor of(BackgroundTaskStatistics statistics, Optional<StoredTaskCounts> stored,
			List<ClusterNode> nodes, Page page) {
		LiveTasks live = LiveTasks.of(statistics);
		return new TasksDescriptor(live.states(), live.kinds(), Totals.of(statistics), Oldest.of(statistics),
				statistics.retained(), statistics.unresponsive(), statistics.unstopped(),
				Schedules.of(statistics.schedules()), stored.map(Stored::of).orElse(null),
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

	/**
	 * The numbers of schedules. A durable host has those of its database, as counted up
	 * to ten seconds ago.
	 *
	 * @param active the number of schedules that are not paused
	 * @param paused the number of paused schedules
	 * @param overdue the time by which the most overdue run is late
	 */
	record Schedules(long active, long paused, String overdue) {

		static Schedules of(ScheduleStatistics statistics) {
			return new Schedules(statistics.schedules() - statistics.paused(), statistics.paused(),
					statistics.overdue().toString());
		}

	}

	/**
	 * The numbers of tasks of a kind that have started and ended.
	 *
	 * @param started the number of tasks that have started
	 * @param completed the number of tasks that ended with success
	 * @param failed the number of tasks that ended with a failure
	 * @param cancelled the number of tasks that ended by cancellation
	 */
	record Totals(long started, long completed, long failed, long cancelled) {

		private static final Totals NONE = new Totals(0, 0, 0, 0);

		static Map<String, Totals> of(BackgroundTaskStatistics statistics) {
			Map<String, Totals> kinds = new TreeMap<>();
			for (String kind : statistics.kinds()) {
				kinds.put(kind,
						new Totals(statistics.started(kind), statistics.ended(kind, BackgroundTaskState.COMPLETED),
								statistics.ended(kind, BackgroundTaskState.FAILED),
								statistics.ended(kind, BackgroundTaskState.CANCELLED)));
			}
			kinds.values().removeIf(NONE::equals);
			return kinds;
		}

	}

	/**
	 * The task that is in a state for the longest time.
	 *
	 * @param since the time at which the state began
	 * @param uid the uid of the task
	 */
	record Oldest(String since, String uid) {

		private static final List<BackgroundTaskState> STATES = List.of(BackgroundTaskState.PENDING,
				BackgroundTaskState.WAITING, BackgroundTaskState.CANCEL_REQUESTED);

		static Map<String, Oldest> of(BackgroundTaskStatistics statistics) {
			Map<String, Oldest> tasks = new LinkedHashMap<>();
			for (BackgroundTaskState state : STATES) {
				Optional<Instant> since = statistics.oldest(state);
				Optional<UUID> uid = statistics.oldestTask(state);
				if (since.isPresent() && uid.isPresent()) {
					tasks.put(TaskJson.name(state), new Oldest(since.get().toString(), uid.get().toString()));
				}
			}
			return tasks;
		}

	}

}
