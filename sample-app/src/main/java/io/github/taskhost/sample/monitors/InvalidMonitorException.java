package io.github.taskhost.sample.monitors;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A monitor was asked for that this application does not run. */
class InvalidMonitorException extends ErrorResponseException {

	InvalidMonitorException(String detail) {
		super(HttpStatus.BAD_REQUEST, ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail), null);
	}

}
