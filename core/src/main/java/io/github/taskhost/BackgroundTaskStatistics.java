package io.github.taskhost;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.taskhost.internal.json.UnknowingMapper;
import io.github.taskhost.schedule.ScheduleStatistics;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * Statistics of a host, counted at each change: reading one does not iterate over tasks.
 * Each number is correct by itself; several numbers together are not a snapshot.
 * Thread-safe.
 *
 * <p>
 * All numbers are those of the process of the host. A durable host does not count the
 * tasks that its database alone has: those of other processes, those that wait for a
 * process, and ended ones of earlier starts. The endpoint {@code backgroundtasks} and the
 * meter {@code taskhost.cluster.tasks} show the live ones among them.
 */
public interface BackgroundTaskStatistics {

	/**
	 * Returns the kinds that the host has seen.
	 * @return a live view
	 */
	Set<String> kinds();

	/**
	 * Returns the number of live tasks of a kind in a state.
	 * @param kind the name of the kind
	 * @param state a live state
	 * @return the number
	 */
	long live(String kind, BackgroundTaskState state);

	/**
	 * Returns the number of live tasks.
	 * @return the number
	 */
	long live();

	/**
	 * Returns the number of retained terminal records.
	 * @return the number
	 */
	long retained();

	/**
	 * Returns the number of running hidden tasks.
	 * @return the number
	 */
	long hidden();

	/**
	 * Returns the number of sessions that have a record or hidden work.
	 * @return the number
	 */
	long sessions();

	/**
	 * Returns the number of threads that still run although the record of their task is
	 * terminal.
	 * @return the number
	 */
	long unresponsive();

	/**
	 * Returns the number of tasks whose owner or executor could not be told to end the
	 * work: each call so far failed or exceeded its timeout. Not more than the live and
	 * the retained tasks.
	 * @return the number
	 */
	long unstopped();

	/**
	 * Returns the time at which the oldest task in a state entered that state.
	 * @param state {@link BackgroundTaskState#PENDING},
	 * {@link BackgroundTaskState#WAITING} or {@link BackgroundTaskState#CANCEL_REQUESTED}
	 * @return the time, or empty if no task is in that state
	 * @throws IllegalArgumentException if it is another state
	 */
	Optional<Instant> oldest(BackgroundTaskState state);

	/**
	 * Returns the task that entered a state before all others that are in it.
	 * @param state {@link BackgroundTaskState#PENDING},
	 * {@link BackgroundTaskState#WAITING} or {@link BackgroundTaskState#CANCEL_REQUESTED}
	 * @return the uid of the task, or empty if no task is in that state
	 * @throws IllegalArgumentException if it is another state
	 */
	Optional<UUID> oldestTask(BackgroundTaskState state);

	/**
	 * Returns the number of tasks of a kind that wait in this process for the rate limit
	 * of the kind, and not for a slot.
	 * @param kind the name of the kind
	 * @return the number; 0 for a kind without a rate limit
	 */
	long rateLimited(String kind);

	/**
	 * Returns the number of tasks of a kind that have started in this process since the
	 * host was built. A task counts once, with its first attempt, in the process that had
	 * it then.
	 * @param kind the name of the kind
	 * @return the number
	 */
	long started(String kind);

	/**
	 * Returns the number of tasks of a kind that have ended in this process since the
	 * host was built. A task counts in the process that has it, also if another process
	 * ends it, and a stored task that no process has counts nowhere. Tasks whose records
	 * were removed since are counted.
	 * @param kind the name of the kind
	 * @param state a terminal state
	 * @return the number
	 * @throws IllegalArgumentException if the state is not terminal
	 */
	long ended(String kind, BackgroundTaskState state);

	/**
	 * Returns the numbers of schedules.
	 * @return the numbers at this moment
	 */
	ScheduleStatistics schedules();

	@JsonValue
	private Object withoutModule() {
		throw UnknowingMapper.refusal(BackgroundTaskStatistics.class);
	}

}
