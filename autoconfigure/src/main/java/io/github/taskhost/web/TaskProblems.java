package io.github.taskhost.web;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.github.taskhost.error.AmbiguousTaskException;
import io.github.taskhost.error.AnswerNotPermittedException;
import io.github.taskhost.error.AnswerRefusedException;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.InputWithdrawnException;
import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskResultException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.error.UnknownTaskKindException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/**
 * Problem details (RFC 9457) of the exceptions of a host. The starter answers with them
 * in controllers; other code, such as functional endpoints, calls
 * {@link #of(BackgroundTaskException)}.
 */
public final class TaskProblems {

	private static final String AMBIGUOUS = "Several sessions have a task with this id. Name the session.";

	private static final String NO_RESULT = "The task has no result that can be read. Its record has its state and its failure.";

	private static final String UNAVAILABLE = "The store of the tasks cannot be reached, and nothing was changed. Try again later.";

	private static final String INTERNAL = "The request could not be completed. The log of the application has the cause.";

	private TaskProblems() {
	}

	/**
	 * Returns the problem detail of an exception. The detail is the message of the
	 * exception; but other sessions are left out, and so are the causes of server errors
	 * and the exceptions of bodies.
	 * @param ex the exception
	 * @return the problem detail, with status, type, title and detail
	 */
	public static ProblemDetail of(BackgroundTaskException ex) {
		ProblemType type = typeOf(ex);
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(type.status(), detail(type, ex));
		problem.setType(type.uri());
		problem.setTitle(type.title());
		properties(ex).forEach(problem::setProperty);
		return problem;
	}

	/**
	 * Returns the exception of a host that another exception is or carries, if the latter
	 * only reports the failure of asynchronous work: a {@link CompletionException} or
	 * {@link ExecutionException}.
	 * @param thrown the exception
	 * @return the exception of a host, or {@code null}
	 */
	public static @Nullable BackgroundTaskException find(@Nullable Throwable thrown) {
		Throwable current = thrown;
		while (current instanceof CompletionException || current instanceof ExecutionException) {
			current = current.getCause();
		}
		return (current instanceof BackgroundTaskException found) ? found : null;
	}

	private static ProblemType typeOf(BackgroundTaskException ex) {
		return switch (ex) {
			case AnswerRefusedException refused -> ProblemType.ANSWER_REFUSED;
			case InvalidTaskArgumentException invalid -> ProblemType.INVALID_ARGUMENT;
			case AnswerNotPermittedException notPermitted -> ProblemType.ANSWER_NOT_PERMITTED;
			case TaskNotFoundException notFound -> ProblemType.TASK_NOT_FOUND;
			case UnknownTaskKindException unknown -> ProblemType.UNKNOWN_KIND;
			case TaskConflictException conflict -> ProblemType.TASK_CONFLICT;
			case AmbiguousTaskException ambiguous -> ProblemType.AMBIGUOUS_TASK;
			case TaskStateException state -> ProblemType.TASK_STATE;
			case StaleAttemptException stale -> ProblemType.STALE_ATTEMPT;
			case UnsupportedTaskOperationException unsupported -> ProblemType.UNSUPPORTED_OPERATION;
			case TaskCancelledException cancelled -> ProblemType.TASK_CANCELLED;
			case InputWithdrawnException withdrawn -> ProblemType.INPUT_WITHDRAWN;
			case TaskRejectedException rejected -> typeOf(rejected.reason());
			case TooManyTaskStreamsException tooMany -> ProblemType.TOO_MANY_STREAMS;
			case JournalUnavailableException unavailable -> ProblemType.STORE_UNAVAILABLE;
			case TaskAwaitTimeoutException late -> ProblemType.AWAIT_TIMEOUT;
			default -> ProblemType.TASK_ERROR;
		};
	}

	private static ProblemType typeOf(RejectionReason reason) {
		return switch (reason) {
			case SESSION_CLOSING -> ProblemType.SESSION_CLOSING;
			case SESSION_LIVE_TASKS, MESSAGES, ANSWERS, QUESTIONS -> ProblemType.TOO_MANY_REQUESTS;
			case SHUTDOWN -> ProblemType.SHUTDOWN;
			case LIVE_TASKS, HIDDEN_TASKS, KINDS, SUBSCRIPTIONS, SCHEDULES -> ProblemType.HOST_LIMIT;
		};
	}

	private static String detail(ProblemType type, BackgroundTaskException ex) {
		return switch (type) {
			case AMBIGUOUS_TASK -> AMBIGUOUS;
			case STORE_UNAVAILABLE -> UNAVAILABLE;
			case TASK_ERROR -> INTERNAL;
			default -> (ex instanceof TaskResultException) ? NO_RESULT : String.valueOf(ex.getMessage());
		};
	}

	private static Map<String, String> properties(BackgroundTaskException ex) {
		return switch (ex) {
			case TaskRejectedException rejected -> Map.of("reason", rejected.reason().name().toLowerCase(Locale.ROOT));
			case UnsupportedTaskOperationException unsupported ->
				Map.of("kind", unsupported.kind(), "operation", unsupported.operation());
			case InvalidOptionException invalid -> Map.of("option", invalid.option());
			case InputWithdrawnException withdrawn -> Map.of("key", withdrawn.key());
			default -> Map.of();
		};
	}

}
