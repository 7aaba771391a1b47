package io.github.taskhost.sample.monitors;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Thrown for a monitor that cannot be started. Answered with status 400. */
class InvalidMonitorException extends ErrorResponseException {

	InvalidMonitorException(String detail) {
		super(HttpStatus.BAD_REQUEST, ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail), null);
	}

}
