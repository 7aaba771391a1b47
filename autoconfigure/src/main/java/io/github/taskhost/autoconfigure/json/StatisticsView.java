package io.github.taskhost.autoconfigure.json;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.schedule.ScheduleStatistics;
import io.github.taskhost.task.BackgroundTaskState;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * JSON of the statistics of a host.
 *
 * @param live the number of live tasks
 * @param states the number of live tasks by state
 * @param kinds the number of live tasks by kind, without kinds that have none
 * @param retained the number of retained records of ended tasks
 * @param hidden the number of running hidden tasks
 * @param sessions the number of sessions
 * @param unresponsive the number of threads that outlived the end of their task
 * @param unstopped the number of tasks whose owner could not be told to end the work
 * @param schedules the numbers of schedules
 * @param oldest the time since which the oldest task is in a state, by state
 * @param totals the numbers of tasks that have started and ended, by kind, without kinds
 * that have none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
record StatisticsView(long live, Map<String, Long> states, Map<String, Long> kinds, long retained, long hidden,
		long sessions, long unresponsive, long unstopped, Schedules schedules, Map<String, String> oldest,
		Map<String, Totals> totals) {

	private static final Set<BackgroundTaskState> TIMED = EnumSet.of(BackgroundTaskState.PENDING,
			BackgroundTaskState.WAITING, BackgroundTaskState.CANCEL_REQUESTED);

	static StatisticsView of(BackgroundTaskStatistics statistics) {
		Map<String, Long> states = new LinkedHashMap<>();
		Map<String, Long> kinds = new TreeMap<>();
		Map<String, String> oldest = new LinkedHashMap<>();
		for (BackgroundTaskState state : BackgroundTaskState.values()) {
			if (!state.isTerminal()) {
				states.put(name(state), count(statistics, state, kinds));
			}
		}
		TIMED
			.forEach((state) -> statistics.oldest(state).ifPresent((time) -> oldest.put(name(state), time.toString())));
		return new StatisticsView(statistics.live(), states, kinds, statistics.retained(), statistics.hidden(),
				statistics.sessions(), statistics.unresponsive(), statistics.unstopped(),
				Schedules.of(statistics.schedules()), oldest, Totals.of(statistics));
	}

	private static long count(BackgroundTaskStatistics statistics, BackgroundTaskState state, Map<String, Long> kinds) {
		long total = 0;
		for (String kind : statistics.kinds()) {
			long count = statistics.live(kind, state);
			total += count;
			if (count > 0) {
				kinds.merge(kind, count, Long::sum);
			}
		}
		return total;
	}

	private static String name(BackgroundTaskState state) {
		return state.name().toLowerCase(Locale.ROOT);
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
	 * The starts and ends of the tasks of a kind, since the host was built.
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
				Totals totals = new Totals(statistics.started(kind),
						statistics.ended(kind, BackgroundTaskState.COMPLETED),
						statistics.ended(kind, BackgroundTaskState.FAILED),
						statistics.ended(kind, BackgroundTaskState.CANCELLED));
				if (!totals.equals(NONE)) {
					kinds.put(kind, totals);
				}
			}
			return kinds;
		}

	}

}
