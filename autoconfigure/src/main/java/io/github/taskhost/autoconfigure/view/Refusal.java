package io.github.taskhost.autoconfigure.view;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.web.TaskProblems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * Refusal of a request of an operator. Status and title are those of
 * {@link TaskProblems}; the detail is the message of the exception, which for operators
 * names other sessions too, and for a server error says nothing of its cause.
 *
 * @param status the HTTP status
 * @param title the kind of the problem, a phrase
 * @param detail the problem and its remedy
 */
public record Refusal(int status, String title, String detail) {

	private static final String INTERNAL = "The request could not be completed. The log of the application has the cause.";

	/**
	 * Returns the refusal that an exception means.
	 * @param ex the exception
	 * @return the refusal; a server error for an exception that no host throws
	 */
	public static Refusal of(RuntimeException ex) {
		if (!(ex instanceof BackgroundTaskException known)) {
			HttpStatus status = HttpStatus.INTERNAL_SERVER_ERROR;
			return new Refusal(status.value(), status.getReasonPhrase(), INTERNAL);
		}
		ProblemDetail problem = TaskProblems.of(known);
		Refusal refusal = new Refusal(problem.getStatus(), String.valueOf(problem.getTitle()),
				String.valueOf(known.getMessage()));
		return refusal.isServerError() ? new Refusal(refusal.status(), refusal.title(), INTERNAL) : refusal;
	}

	/**
	 * Returns whether the application failed, rather than refused the request.
	 * @return {@code true} for status 500
	 */
	public boolean isServerError() {
		return this.status == HttpStatus.INTERNAL_SERVER_ERROR.value();
	}

}
