package io.github.taskhost.autoconfigure.json;

import org.jspecify.annotations.Nullable;

/**
 * A value has a type that is not kept on a record.
 */
final class NotPlainDataException extends RuntimeException {

	NotPlainDataException(Class<?> type) {
		super("the result is or holds a " + type.getName() + ": only records, scalars, maps and lists are kept");
	}

	static @Nullable NotPlainDataException in(Throwable thrown) {
		Throwable cause = thrown;
		for (int depth = 0; cause != null && depth < JacksonPayloadCodec.MAX_DEPTH * 2; depth++) {
			if (cause instanceof NotPlainDataException found) {
				return found;
			}
			cause = cause.getCause();
		}
		return null;
	}

}
