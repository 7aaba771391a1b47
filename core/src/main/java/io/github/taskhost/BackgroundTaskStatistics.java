package io.github.taskhost;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import io.github.taskhost.task.BackgroundTaskState;

/**
 * Numbers about a host, kept at each change: reading one walks nothing. Each is right by
 * itself; together they are no snapshot.
 */
public interface BackgroundTaskStatistics {

	/**
	 * The kinds that the host has seen.
	 * @return the kinds; a view that grows
	 */
	Set<String> kinds();

	/**
	 * The live tasks of a kind in a state.
	 * @param kind the kind
	 * @param state a live state
	 * @return how many
	 */
	long live(String kind, BackgroundTaskState state);

	/**
	 * The live tasks in all.
	 * @return how many
	 */
	long live();

	/**
	 * The terminal records that are kept.
	 * @return how many
	 */
	long retained();

	/**
	 * The hidden tasks that run.
	 * @return how many
	 */
	long hidden();

	/**
	 * The sessions that the host knows: those with a record or hidden work.
	 * @return how many
	 */
	long sessions();

	/**
	 * The threads that outlived the end of their task's record.
	 * @return how many
	 */
	long unresponsive();

	/**
	 * When the oldest task in a state entered it.
	 * @param state {@link BackgroundTaskState#PENDING} or
	 * {@link BackgroundTaskState#WAITING}
	 * @return the time, or empty when there is none
	 */
	Optional<Instant> oldest(BackgroundTaskState state);

}
