package io.github.taskhost.sample.web;

import io.github.taskhost.error.AmbiguousTaskException;
import io.github.taskhost.error.AnswerNotPermittedException;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers exceptions of the host with problem details (RFC 9457). Their messages are
 * written for users, and become the detail.
 */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

	@ExceptionHandler
	ProblemDetail of(BackgroundTaskException ex) {
		return ProblemDetail.forStatusAndDetail(statusOf(ex), String.valueOf(ex.getMessage()));
	}

	private static HttpStatus statusOf(BackgroundTaskException ex) {
		return switch (ex) {
			case InvalidTaskArgumentException ignored -> HttpStatus.BAD_REQUEST;
			case AnswerNotPermittedException ignored -> HttpStatus.FORBIDDEN;
			case TaskNotFoundException ignored -> HttpStatus.NOT_FOUND;
			case TaskConflictException ignored -> HttpStatus.CONFLICT;
			case AmbiguousTaskException ignored -> HttpStatus.CONFLICT;
			case TaskStateException ignored -> HttpStatus.CONFLICT;
			case StaleAttemptException ignored -> HttpStatus.CONFLICT;
			case UnsupportedTaskOperationException ignored -> HttpStatus.CONFLICT;
			case TaskRejectedException rejected -> statusOf(rejected.reason());
			default -> HttpStatus.INTERNAL_SERVER_ERROR;
		};
	}

	private static HttpStatus statusOf(RejectionReason reason) {
		return switch (reason) {
			case SESSION_CLOSING -> HttpStatus.CONFLICT;
			case SESSION_LIVE_TASKS, MESSAGES, ANSWERS, QUESTIONS -> HttpStatus.TOO_MANY_REQUESTS;
			default -> HttpStatus.SERVICE_UNAVAILABLE;
		};
	}

}
