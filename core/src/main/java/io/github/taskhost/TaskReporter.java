package io.github.taskhost;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.internal.json.UnknowingMapper;
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
 * The reports of one attempt of a task: its state, progress, products, messages and
 * questions. Thread-safe.
 *
 * <p>
 * A reporter is bound to (uid, attempt). When the task is at another attempt, or its
 * record was removed, every report throws a {@link StaleAttemptException} (rule R14 of
 * {@code docs/design.md}). Reports about a terminal task change nothing and do not fail;
 * after a cancel request, they keep their content and change no state (rules R1 and R7).
 */
public interface TaskReporter {

	/**
	 * Returns the session that owns the task now.
	 * @return the session id
	 */
	String sessionId();

	/**
	 * Returns the id of the task within its session.
	 * @return the task id
	 */
	String taskId();

	/**
	 * Returns the uid of the task.
	 * @return the uid
	 */
	UUID uid();

	/**
	 * Returns the attempt that this reporter is bound to.
	 * @return the number, from 1
	 */
	int attempt();

	/**
	 * Returns the current record of the task.
	 * @return the record
	 */
	BackgroundTaskRecord record();

	/**
	 * Sets the status line.
	 * @param status the text; kept up to 512 characters
	 */
	void status(String status);

	/**
	 * Sets the progress.
	 * @param progress the progress
	 */
	void progress(Progress progress);

	/**
	 * Sets the outcome for people.
	 * @param summary the text; kept up to 512 characters
	 */
	void summary(String summary);

	/**
	 * Appends to the output of the task, such as the output of a process or the log of an
	 * agent. Suited to high frequency: it changes no record and publishes no event. The
	 * retained lines and characters are bounded; the oldest lines are dropped first.
	 * @param stream the name of the stream, such as {@code stdout}: a lower-case letter,
	 * then at most 63 of {@code a-z 0-9 -}
	 * @param text one or more lines; the end of the text ends a line
	 * @throws InvalidTaskArgumentException if the name of the stream is not valid
	 */
	void output(String stream, String text);

	/**
	 * Adds a product of the task, or replaces the one with the same name.
	 * @param artifact the artifact
	 * @throws TaskStateException if the task has reached its limit
	 */
	void artifact(TaskArtifact artifact);

	/**
	 * Adds links to the present ones: a child session or a remote task replaces the
	 * previous one, and new resources are appended.
	 * @param links the links
	 * @throws TaskStateException if the task has reached its limit
	 */
	void link(TaskLinks links);

	/**
	 * Sets the result of the task. A non-null value that a body returns replaces it.
	 * @param value a value that the {@link PayloadCodec} of the host encodes; a value
	 * that it refuses is omitted, with the reason
	 */
	void result(Object value);

	/**
	 * Returns the input of the task.
	 * @param <T> the type of the input
	 * @param type the class of the input, as the codec of the host reads it
	 * @return the input
	 * @throws InvalidTaskArgumentException if there is no input, or it cannot be read as
	 * this type
	 */
	<T> T input(Class<T> type);

	/**
	 * Posts a text message of the task.
	 * @param text the text
	 * @throws InvalidTaskArgumentException if the message is too large
	 * @see #post(List)
	 */
	default void post(String text) {
		post(List.of(TaskMessagePart.text(text)));
	}

	/**
	 * Posts a message of the task, for readers of its messages, listeners, and the
	 * session if the wake policy says so.
	 * @param parts the content, 1 to 100 parts
	 * @throws InvalidTaskArgumentException if the message is too large, or the number of
	 * parts is not 1 to 100
	 */
	void post(List<TaskMessagePart> parts);

	/**
	 * Asks a person a question without waiting for the answer. The task is
	 * {@link BackgroundTaskState#WAITING} until the answer arrives: as a message to the
	 * executor of the kind, and from {@link #answer}; a declined question comes as a
	 * message with a text part. If the task has an answer to the same question (the same
	 * key, prompt, schema and authority), returns that answer without asking.
	 * @param question the question
	 * @return the retained answer, or empty if the question was asked
	 * @throws TaskStateException if the task has another open question, has not started,
	 * or has ended
	 * @throws TaskRejectedException if the task has answers to
	 * {@code taskhost.limits.answers} other keys
	 * @throws TaskCancelledException if the task was asked to cancel
	 * @throws InvalidTaskArgumentException if the host cannot check the expected answer
	 * or the authority of the question
	 */
	Optional<Answer> ask(InputRequest question);

	/**
	 * Returns the newest answer to a key, from any attempt of the task.
	 * @param key the key of the question
	 * @return the answer, or empty
	 */
	Optional<Answer> answer(String key);

	/** Reports a sign of life. Changes no version and publishes no event. */
	void heartbeat();

	/**
	 * Reports that the work runs, or that it waits for a person.
	 * @param state {@link BackgroundTaskState#RUNNING} or
	 * {@link BackgroundTaskState#WAITING}
	 * @throws TaskStateException if it is another state
	 */
	void live(BackgroundTaskState state);

	/**
	 * Ends the task {@link BackgroundTaskState#COMPLETED}. A running body is interrupted.
	 * @param summary the outcome for people, or {@code null} to keep the present one
	 * @return the terminal record, also if the task had ended before
	 */
	BackgroundTaskRecord complete(@Nullable String summary);

	/**
	 * Ends the task {@link BackgroundTaskState#CANCELLED}: its work has wound down. A
	 * running body is interrupted.
	 * @param summary the outcome for people, or {@code null} to keep the present one
	 * @return the terminal record, also if the task had ended before
	 */
	BackgroundTaskRecord cancelled(@Nullable String summary);

	/**
	 * Ends the task {@link BackgroundTaskState#FAILED}, or starts the next attempt if the
	 * retry policy of submitted work allows one. A running body is interrupted.
	 * @param failure the failure
	 * @return the record after the report: the terminal record, also if the task had
	 * ended before, or that of the next attempt
	 */
	BackgroundTaskRecord fail(TaskFailure failure);

	@JsonValue
	private Object withoutModule() {
		throw UnknowingMapper.refusal(TaskReporter.class);
	}

}
