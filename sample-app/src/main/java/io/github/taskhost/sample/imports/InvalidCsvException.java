package io.github.taskhost.sample.imports;

import org.jspecify.annotations.Nullable;

/** Thrown for a file that is not valid CSV. */
class InvalidCsvException extends RuntimeException {

	InvalidCsvException(String message) {
		this(message, null);
	}

	InvalidCsvException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
