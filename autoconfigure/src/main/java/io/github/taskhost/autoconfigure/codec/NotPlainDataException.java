package io.github.taskhost.autoconfigure.codec;

import org.jspecify.annotations.Nullable;

/**
 * A value is or contains an object of a type that is not written. The message is the name
 * of the type.
 */
final class NotPlainDataException extends RuntimeException {

	NotPlainDataException(Class<?> type) {
		super(type.getName());
	}

	static @Nullable NotPlainDataException in(Throwable thrown) {
		Throwable cause = thrown;
		for (int depth = 0; cause != null && depth < PayloadMappers.MAX_DEPTH * 2; depth++) {
			if (cause instanceof NotPlainDataException found) {
				return found;
			}
			cause = cause.getCause();
		}
		return null;
	}

}
