package io.github.taskhost;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import org.jspecify.annotations.Nullable;

/**
 * The report plane of one attempt of a task: what the work says about itself. Safe for
 * use by many threads.
 *
 * <p>
 * A reporter is bound to (uid, attempt). Once the task has moved on to another attempt,
 * or its record is gone, every report throws {@link StaleAttemptException}. Reports about
 * a task that has ended, and live reports after a cancel request, never fail: the former
 * change nothing, the latter keep their content and change no state.
 */
public interface TaskReporter {

	/**
	 * The session that owns the task now.
	 * @return the session id
	 */
	String sessionId();

	/**
	 * The id of the task within its session.
	 * @return the task id
	 */
	String taskId();

	/**
	 * The incarnation of the task.
	 * @return the uid
	 */
	UUID uid();

	/**
	 * The attempt that this reporter is bound to.
	 * @return the number, from 1
	 */
	int attempt();

	/**
	 * The task as it is now.
	 * @return the record
	 */
	BackgroundTaskRecord record();

	/**
	 * Sets the status line.
	 * @param status the text; kept up to 512 characters
	 */
	void status(String status);

	/**
	 * Says how far the work is.
	 * @param progress the progress
	 */
	void progress(Progress progress);

	/**
	 * Sets the outcome for people.
	 * @param summary the text; kept up to 512 characters
	 */
	void summary(String summary);

	/**
	 * Writes to the output of the task: what a process prints, the log of an agent. For
	 * high frequency: it changes no record and publishes no event. Only so many lines and
	 * characters are retained; the oldest go first.
	 * @param stream which stream, as {@code stdout}: a lower-case letter, then at most 63
	 * of {@code a-z 0-9 -}
	 * @param text one or more lines; the end of the text ends a line
	 * @throws InvalidTaskArgumentException if the stream is not valid
	 */
	void output(String stream, String text);

	/**
	 * Names something that the task produced. One of the same name is replaced.
	 * @param artifact the artifact
	 * @throws TaskStateException if the task has as many as its limit allows
	 */
	void artifact(TaskArtifact artifact);

	/**
	 * Connects the task with something, beyond what it is connected with: a session or
	 * remote task replaces the one before, resources are added unless they are there.
	 * @param links the links
	 * @throws TaskStateException if the task has as many as its limit allows
	 */
	void link(TaskLinks links);

	/**
	 * Sets the result. What a body returns comes after it, unless it is {@code null}.
	 * @param value what the host's {@link PayloadCodec} writes; what it does not take is
	 * left out with the reason
	 */
	void result(Object value);

	/**
	 * The input of the task.
	 * @param <T> the type
	 * @param type what it is read as
	 * @return the input
	 * @throws InvalidTaskArgumentException if there is none, or it does not fit
	 */
	<T> T input(Class<T> type);

	/**
	 * Sends a text to those who watch over the task.
	 * @param text the text
	 * @throws InvalidTaskArgumentException if it is too large
	 */
	default void post(String text) {
		post(List.of(TaskMessagePart.text(text)));
	}

	/**
	 * Sends a message to those who watch over the task.
	 * @param parts what it says
	 * @throws InvalidTaskArgumentException if it is too large or has no part
	 */
	void post(List<TaskMessagePart> parts);

	/**
	 * Asks a person, and does not wait: the task is {@link BackgroundTaskState#WAITING}
	 * until the answer, which comes to the kind's executor as a message, or to
	 * {@link #answer}.
	 * @param question the question
	 * @return the answer that is kept for its key, and nothing is asked; else empty
	 * @throws TaskStateException if the task asks something else now, has not started or
	 * has ended
	 * @throws TaskCancelledException if the task was asked to cancel
	 * @throws InvalidTaskArgumentException if the question expects what cannot be checked
	 */
	Optional<Answer> ask(InputRequest question);

	/**
	 * The answer that is kept for a question of the task, at whichever attempt it came.
	 * @param key the question
	 * @return the answer, or empty
	 */
	Optional<Answer> answer(String key);

	/**
	 * Shows that the work lives. Changes neither the version nor publishes an event.
	 */
	void heartbeat();

	/**
	 * Says that the work runs, or waits for somebody.
	 * @param state {@link BackgroundTaskState#RUNNING} or
	 * {@link BackgroundTaskState#WAITING}
	 * @throws TaskStateException if it is another state
	 */
	void live(BackgroundTaskState state);

	/**
	 * Ends the task {@link BackgroundTaskState#COMPLETED}. A managed body is interrupted.
	 * @param summary the outcome for people, or {@code null} to keep the present one
	 * @return the terminal record, also when the task had ended before
	 */
	BackgroundTaskRecord complete(@Nullable String summary);

	/**
	 * Ends the task {@link BackgroundTaskState#CANCELLED}: its work has wound down. A
	 * managed body is interrupted.
	 * @param summary the outcome for people, or {@code null} to keep the present one
	 * @return the terminal record, also when the task had ended before
	 */
	BackgroundTaskRecord cancelled(@Nullable String summary);

	/**
	 * Ends the task {@link BackgroundTaskState#FAILED}. A managed body is interrupted.
	 * @param failure why
	 * @return the record after it: the terminal one, also when the task had ended before,
	 * or that of the next attempt, when submitted work has a retry policy that allows one
	 */
	BackgroundTaskRecord fail(TaskFailure failure);

}
