package io.github.taskhost.sample.imports;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

/** Thrown for an upload over the size limit. Answered with status 413. */
class FileTooLargeException extends ErrorResponseException {

	FileTooLargeException(DataSize limit) {
		super(HttpStatus.CONTENT_TOO_LARGE, ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE,
				"The file is larger than the limit of " + limit.toBytes() + " bytes. Split it."), null);
	}

}
