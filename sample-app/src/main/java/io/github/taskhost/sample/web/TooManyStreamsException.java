package io.github.taskhost.sample.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Thrown when a session or a caller has too many open streams. Answered with 429. */
class TooManyStreamsException extends ErrorResponseException {

	TooManyStreamsException(String owner, int max) {
		super(HttpStatus.TOO_MANY_REQUESTS, ProblemDetail
			.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS, "This " + owner + " has " + max
					+ " open event streams, which is the limit. Close one. Those of lost clients end within seconds."),
				null);
	}

}
