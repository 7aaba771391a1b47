package io.github.taskhost.spi;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.schedule.ScheduleRecord;
import org.jspecify.annotations.Nullable;

/**
 * The store of the recurring schedules of a host. A durable store keeps one row for each
 * schedule and sees to it that {@link JournaledHost#look} is called at the time of its
 * next look, in one process of all. Implementations are thread-safe.
 */
public interface ScheduleJournal {

	/**
	 * Changes a schedule while no other thread or process does. A durable store does it
	 * in one transaction with the tasks that the step starts: that of the caller if it
	 * has one, else another, and only what is committed counts.
	 * @param sessionId the session of the schedule
	 * @param scheduleId the id of the schedule
	 * @param step the change; it may be called again if another process was faster, and
	 * nothing changes if it throws
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	void change(String sessionId, String scheduleId, Step step);

	/**
	 * Finds a schedule.
	 * @param sessionId the session of the schedule
	 * @param scheduleId the id of the schedule
	 * @return the schedule, or {@code null}
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	@Nullable ScheduleRecord find(String sessionId, String scheduleId);

	/**
	 * Returns schedules in the order of their sessions and ids.
	 * @param sessionId the session of the schedules, or {@code null} for all
	 * @param limit the largest number of schedules
	 * @param after the schedule before the first one, as its session, a slash and its id,
	 * or {@code null}
	 * @return the schedules
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	List<ScheduleRecord> page(@Nullable String sessionId, int limit, @Nullable String after);

	/**
	 * Notes that a run has ended. If its schedule waits for that, the store lets a host
	 * look at it soon. Returns at once.
	 * @param sessionId the session of the schedule
	 * @param scheduleId the id of the schedule
	 * @param run the uid of the run
	 */
	void ended(String sessionId, String scheduleId, UUID run);

	/**
	 * Returns the numbers of schedules, as far as is known. Returns at once.
	 * @return the numbers
	 */
	Numbers numbers();

	/**
	 * Lets hosts look at the schedules whose time has come. Called at the time that
	 * {@link JournaledHost#nextLook} was told. Returns at once.
	 */
	void lookNow();

	/**
	 * Lets hosts look at all schedules, since the clock was set back by hours. Returns at
	 * once.
	 */
	void lookAtAll();

	/**
	 * The numbers of schedules.
	 *
	 * @param schedules the schedules
	 * @param paused the paused ones among them
	 * @param unserved the time since which a schedule is due that this host cannot run
	 * and no other host has run; {@code null} for none
	 */
	record Numbers(long schedules, long paused, @Nullable Instant unserved) {

		/** No schedules. */
		public static final Numbers NONE = new Numbers(0, 0, null);

	}

	/** A change of a schedule. */
	@FunctionalInterface
	interface Step {

		/**
		 * Changes a schedule.
		 * @param present the schedule, or {@code null} if there is none
		 * @param transaction the transaction for the tasks that the step starts, or
		 * {@code null} for none
		 * @return the schedule after the change; {@code null} for no change
		 */
		@Nullable Next take(@Nullable ScheduleRecord present, TaskTransactions.@Nullable Transaction transaction);

	}

	/**
	 * A schedule after a change.
	 *
	 * @param schedule the schedule, or {@code null} to remove it
	 * @param look the time of the next look at it, or {@code null} for none
	 * @param awaitsEnd whether the end of its last run leads to a look
	 */
	record Next(@Nullable ScheduleRecord schedule, @Nullable Instant look, boolean awaitsEnd) {

		/** The removal of a schedule. */
		public static final Next REMOVED = new Next(null, null, false);

	}

}
