package io.github.taskhost.sample.imports;

import org.jspecify.annotations.Nullable;

/** A file is not what an import can read. */
class InvalidCsvException extends RuntimeException {

	InvalidCsvException(String message) {
		this(message, null);
	}

	InvalidCsvException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
