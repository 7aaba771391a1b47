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
	 * Returns whether this host can run a task, so that it may claim it.
	 * @param task the task
	 * @return {@code true} if so
	 */
	boolean canRun(StoredTask task);

	/**
	 * Takes a task that the journal has claimed for this worker, and starts or resumes
	 * its work. If it throws, the host has not taken the task, and the journal offers it
	 * again later.
	 * @param task the task
	 * @param details its details
	 */
	void take(StoredTask task, StoredDetails details);

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
