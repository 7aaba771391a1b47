package io.github.taskhost;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Gives background work an owner, an identity, an honest lifecycle, and policies. Most
 * code asks it for a {@link #session(String) session} and works with that. Safe for use
 * by many threads.
 */
public interface BackgroundTaskHost extends BackgroundTaskOperations, SessionTaskOperations {

	/**
	 * The face of one session. Naming a session is enough: it is not created.
	 * @param sessionId the session: 1 to 200 of the characters
	 * {@code A-Z a-z 0-9 . _ : ~ @ -}, and neither {@code .} nor {@code ..}
	 * @return its face
	 * @throws InvalidTaskArgumentException if the id is not valid
	 */
	TaskSession session(String sessionId);

	/**
	 * A handle of a session's task.
	 * @param sessionId the owner, or one that owned the task before
	 * @param taskId the task
	 * @return the handle, without the value that a body returned
	 * @throws TaskNotFoundException if there is no such task
	 */
	BackgroundTaskHandle<@Nullable Object> task(String sessionId, String taskId);

	/**
	 * The report plane of a session's task, for its present attempt.
	 * @param sessionId the owner, or one that owned the task before
	 * @param taskId a task, reported or managed
	 * @return the reporter
	 * @throws TaskNotFoundException if there is no such task
	 */
	TaskReporter reporter(String sessionId, String taskId);

	/**
	 * Looks a task up by its incarnation.
	 * @param uid the uid
	 * @return its record, or empty
	 */
	Optional<BackgroundTaskRecord> find(UUID uid);

	/**
	 * A close look at a task.
	 * @param uid the uid
	 * @return what is known of it, or empty
	 */
	Optional<TaskInspection> inspect(UUID uid);

	/**
	 * The tasks whose thread outlived the end of their record, oldest first.
	 * @param limit how many at most
	 * @return their records
	 */
	List<BackgroundTaskRecord> unresponsive(int limit);

	/**
	 * The numbers of this host.
	 * @return a live view
	 */
	BackgroundTaskStatistics statistics();

	/**
	 * Waits until the host has nothing to do: every task that it starts, bodies and
	 * submitted work, has ended, hidden work too, their threads are gone, and listeners
	 * were told. Work that its owner begins, external or registered, may go on. A task
	 * that waits for a person, a slot or its time keeps the host from being idle.
	 * @param timeout how long at most
	 * @throws TaskAwaitTimeoutException if it is not idle by then; names what is left
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitIdle(Duration timeout) throws InterruptedException;

	/**
	 * Where the host stands in its own life.
	 * @return the phase
	 */
	HostPhase phase();

}
