package io.github.taskhost.sample.imports;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

/** A file is larger than the application takes. */
class FileTooLargeException extends ErrorResponseException {

	FileTooLargeException(DataSize limit) {
		super(HttpStatus.CONTENT_TOO_LARGE, ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE,
				"The file is larger than " + limit.toBytes() + " bytes, the limit. Split it."), null);
	}

}
