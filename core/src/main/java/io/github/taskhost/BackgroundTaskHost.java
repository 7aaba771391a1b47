package io.github.taskhost;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.event.SessionPage;
import io.github.taskhost.event.SessionSummary;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.internal.json.UnknowingMapper;
import io.github.taskhost.schedule.SchedulePage;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A host for background tasks, which gives each of them an owner, an identity, a
 * lifecycle and policies. Most code takes a {@link #session(String) session} from it and
 * works with that. Thread-safe.
 */
public interface BackgroundTaskHost extends BackgroundTaskOperations, SessionTaskOperations {

	/**
	 * Returns the facade of a session. A session exists by its name; it is not created.
	 * @param sessionId 1 to 200 of the characters {@code A-Z a-z 0-9 . _ : ~ @ -}, and
	 * neither {@code .} nor {@code ..}
	 * @return the session
	 * @throws InvalidTaskArgumentException if the id is not valid
	 */
	TaskSession session(String sessionId);

	/**
	 * Returns a handle of a task of a session.
	 * @param sessionId the session that owns the task or owned it before
	 * @param taskId the id of the task
	 * @return a handle without the result of the body
	 * @throws TaskNotFoundException if there is no such task
	 */
	BackgroundTaskHandle<@Nullable Object> task(String sessionId, String taskId);

	/**
	 * Returns a handle of the task with a uid, wherever the task has moved, and never of
	 * another task with the same id.
	 * @param uid the uid
	 * @return a handle without the result of the body
	 * @throws TaskNotFoundException if there is no such task, or its record was removed
	 */
	BackgroundTaskHandle<@Nullable Object> task(UUID uid);

	/**
	 * Returns a reporter for the current attempt of a task of a session.
	 * @param sessionId the session that owns the task or owned it before
	 * @param taskId the id of the task, reported or managed
	 * @return the reporter
	 * @throws TaskNotFoundException if there is no such task
	 */
	TaskReporter reporter(String sessionId, String taskId);

	/**
	 * Returns a reporter for the current attempt of the task with a uid.
	 * @param uid the uid
	 * @return the reporter
	 * @throws TaskNotFoundException if there is no such task, or its record was removed
	 */
	TaskReporter reporter(UUID uid);

	/**
	 * Finds a task by its uid.
	 * @param uid the uid
	 * @return its record, or empty
	 */
	Optional<BackgroundTaskRecord> find(UUID uid);

	/**
	 * Returns details of a task for operators: its children, thread, messages, answers
	 * and output. A live task that another host with the same store has is asked for
	 * there, for at most two seconds: see {@link TaskInspection#outOfReach()}.
	 * @param uid the uid
	 * @return the details, or empty if there is no such task
	 */
	Optional<TaskInspection> inspect(UUID uid);

	/**
	 * Returns the states, attempts and sessions that a task has had.
	 * @param uid the uid
	 * @return the history, or empty if there is no such task
	 */
	Optional<TaskHistory> history(UUID uid);

	/**
	 * Returns sessions with the numbers of their tasks, in the order of their ids. The
	 * sessions of a host in memory are those that have a record or hidden work; those of
	 * a durable host have stored tasks, of any process.
	 * @param text a text that the ids contain, from 1 to 128 characters that are not all
	 * spaces, in upper or lower case; or {@code null} for all sessions
	 * @param limit the maximum size of the page, from 1 to 1,000; a page of a durable
	 * host has 100 sessions at most
	 * @param cursor {@link SessionPage#next()} of the page before, or {@code null} for
	 * the first page
	 * @return a page
	 * @throws InvalidTaskArgumentException if the text, the limit or the cursor is not
	 * valid
	 */
	SessionPage sessions(@Nullable String text, int limit, @Nullable String cursor);

	/**
	 * Returns the numbers of a session.
	 * @param sessionId the id of the session
	 * @return the numbers; none for an unknown session
	 * @throws InvalidTaskArgumentException if the id is not valid
	 */
	SessionSummary summary(String sessionId);

	/**
	 * Returns schedules in the order of their sessions and ids.
	 * @param sessionId the session of the schedules, or {@code null} for those of all
	 * @param limit the maximum size of the page, from 1 to 1,000
	 * @param cursor {@link SchedulePage#next()} of the page before, or {@code null} for
	 * the first page
	 * @return a page, with the next due times of each schedule
	 * @throws InvalidTaskArgumentException if the limit or the cursor is not valid
	 */
	SchedulePage schedules(@Nullable String sessionId, int limit, @Nullable String cursor);

	/**
	 * Returns the terminal tasks whose thread has not ended, and the tasks whose owner or
	 * executor could not be told to end the work, oldest first.
	 * @param limit the maximum number of records
	 * @return their records
	 */
	List<BackgroundTaskRecord> unresponsive(int limit);

	/**
	 * Returns the statistics of the tasks in the memory of this host's process.
	 * @return a live view
	 */
	BackgroundTaskStatistics statistics();

	/**
	 * Describes the kinds that the application defines by executors, handlers and
	 * annotated methods. Kinds that are only spawned or configured are not among them.
	 * @return one description for each defined kind, in the order of their names
	 */
	List<KindDescription> kinds();

	/**
	 * Waits until the host is idle: all managed and submitted tasks and all hidden work
	 * have ended, their threads have ended, and listeners have received their events.
	 * External and registered work may go on. A task that waits for a person, for a slot
	 * or for its start time keeps the host busy.
	 * @param timeout the maximum time to wait
	 * @throws TaskAwaitTimeoutException if the host is not idle by then; the message
	 * names the rest
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitIdle(Duration timeout) throws InterruptedException;

	/**
	 * Returns the phase of the host.
	 * @return the phase
	 */
	HostPhase phase();

	@JsonValue
	private Object withoutModule() {
		throw UnknowingMapper.refusal(BackgroundTaskHost.class);
	}

}
