package io.github.taskhost.spi;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.schedule.ScheduleRecord;
import org.jspecify.annotations.Nullable;

/**
 * The host, as its journal sees it. Thread-safe.
 */
public interface JournaledHost {

	/**
	 * Decides about a task whose worker was lost. Changes nothing; the journal stores the
	 * decision.
	 * @param task the task
	 * @return the change to store, or {@code null} for a task that goes on as it is
	 */
	JournalChange.@Nullable Changed lost(StoredTask task);

	/**
	 * Returns the reason for which this host cannot run a task now, such as a kind that
	 * it does not have or an input that it cannot read. The journal claims only tasks
	 * without an obstacle; it keeps the others and asks again later.
	 * @param task the task, whose record could be read
	 * @return the reason, a sentence; {@code null} if there is none
	 */
	@Nullable String obstacle(StoredTask task);

	/**
	 * Chooses the tasks without a worker that this host has room for. The journal leaves
	 * the others to hosts with room, and asks again when this one has room. A task that
	 * has an obstacle here needs no room.
	 * @param oldestFirst the tasks, those of the lowest rank first
	 * @return the chosen ones, in their order; by default all
	 */
	default List<FreeTask> choose(List<FreeTask> oldestFirst) {
		return oldestFirst;
	}

	/**
	 * Gives tasks back that wait here for room, the newest first, while other hosts are
	 * alive that may have room. May be called often.
	 * @return the number of tasks that were given back, at most 100; after 100 there may
	 * be more, and fewer also mean that the store is away or that some have started
	 */
	default int passOn() {
		return 0;
	}

	/**
	 * Returns the largest number of tasks of a kind that may have a worker at once, in
	 * all hosts with the same store together. The journal counts them in the transaction
	 * that claims one, and claims such tasks only when they are due.
	 * @param kind the kind
	 * @return the number, at least 1; by default there is no limit
	 */
	default int mostInCluster(String kind) {
		return Integer.MAX_VALUE;
	}

	/**
	 * Returns the number of tasks that run in this host, for other hosts to see.
	 * @return the number of tasks in the state {@code RUNNING}; by default 0
	 */
	default int running() {
		return 0;
	}

	/**
	 * Returns whether this host leaves new tasks to others, since it is about to stop.
	 * @return {@code true} from the begin of its drain on; by default {@code false}
	 */
	default boolean isDraining() {
		return false;
	}

	/**
	 * Returns the time until a task may start.
	 * @param task the task, whose record could be read
	 * @return the time; zero or less if it may start now
	 */
	default Duration untilDue(StoredTask task) {
		return Duration.ZERO;
	}

	/**
	 * Returns whether this host has the definition of a kind.
	 * @param kind the kind
	 * @return {@code true} if so; by default {@code true}
	 */
	default boolean hasKind(String kind) {
		return true;
	}

	/**
	 * Looks at a recurring schedule whose time has come: decides about its due times, and
	 * starts its run. The store calls it in {@code transaction}, holds the schedule until
	 * its end, and stores the result in it.
	 * @param schedule the schedule
	 * @param transaction the transaction, which the run is a part of
	 * @return the schedule after the look; {@code null} if this host leaves it to others,
	 * since it lacks the kind or is about to stop
	 */
	default ScheduleJournal.@Nullable Next look(ScheduleRecord schedule, TaskTransactions.Transaction transaction) {
		return null;
	}

	/**
	 * Notes the time of the next look at a schedule that this host can run. The host
	 * calls {@link ScheduleJournal#lookNow} at that time, or a second later if it has
	 * passed.
	 * @param look the time, or {@code null} for none
	 */
	default void nextLook(@Nullable Instant look) {
	}

	/**
	 * Returns the clock that schedules follow.
	 * @param journal the clock of the journal
	 * @return the clock of the host; by default that of the journal
	 */
	default Clock clock(Clock journal) {
		return journal;
	}

	/**
	 * Takes a task that the journal has claimed for this worker, and starts or resumes
	 * its work. If it throws, the host has not taken the task, and the journal offers it
	 * again later.
	 * @param task the task
	 * @param details its details
	 */
	void take(StoredTask task, StoredDetails details);

	/**
	 * Ends a task that no host could run for the time that the journal is configured
	 * with, and that the journal has claimed for this worker. Its work does not start. If
	 * it throws, the journal asks again later.
	 * @param task the task; its record may be a placeholder
	 * @param details the details that can be read
	 * @param reason the reason for which this host cannot run it
	 */
	void end(StoredTask task, StoredDetails details, String reason);

	/**
	 * Takes notice of changes that other hosts made to a task of this one: reads the
	 * stored task in place of the one in memory, and lets the changes have their effects.
	 * Can be repeated.
	 * @param uid the uid of the task
	 * @param task the stored task, or {@code null} if it was removed
	 * @param details its details
	 * @param notices the notices, in order
	 * @return whether this host has the task in its memory; if not, nothing was done
	 */
	boolean changed(UUID uid, @Nullable StoredTask task, StoredDetails details, List<TaskNotice> notices);

	/**
	 * Returns whether this host has a task in its memory.
	 * @param uid the task
	 * @return {@code true} if so
	 */
	boolean has(UUID uid);

	/**
	 * Returns the time up to which ends are so old that their tasks are removed.
	 * @return the time, by the clock of the host
	 */
	Instant oldestEnd();

	/**
	 * Returns the largest number of ended tasks to keep.
	 * @return the number
	 */
	int mostEnded();

	/**
	 * Publishes events of tasks that no worker holds, or of changes that another host has
	 * made. Returns after the listeners, unless the thread is bound to a transaction.
	 * @param events the events, in order for each task
	 */
	void publish(List<BackgroundTaskEvent> events);

	/**
	 * Stops all work of a worker that was fenced off: another worker may have its tasks
	 * by now. The journal accepts nothing until this method returns; the host then
	 * continues under the id that {@link TaskJournal#workerId()} returns.
	 */
	void fenced();

}
