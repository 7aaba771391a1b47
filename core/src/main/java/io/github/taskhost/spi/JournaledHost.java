package io.github.taskhost.spi;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
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
	 * Publishes events of tasks that no worker holds.
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
