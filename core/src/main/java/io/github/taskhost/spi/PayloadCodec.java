package io.github.taskhost.spi;

import java.lang.reflect.Type;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into JSON for records, and back. Implementations are safe for use by many
 * threads, use no polymorphic typing, and refuse what is larger than their bound. The
 * starter brings one; without one, results are left out of records.
 */
public interface PayloadCodec {

	/**
	 * Writes a body's result for its record. Never throws for a value that it does not
	 * take: it returns {@link TaskResult#omitted(String)} with the reason.
	 * @param value the value that a body returned
	 * @return the JSON, or the reason why there is none
	 */
	TaskResult encodeResult(Object value);

	/**
	 * Writes a value that somebody gives to a task: an input, an answer.
	 * @param value {@link JsonPayload}, which is checked, or a value
	 * @return the JSON
	 * @throws InvalidTaskArgumentException if it cannot be written, is too large or
	 * nested too deep
	 */
	default JsonPayload encode(Object value) {
		if (value instanceof JsonPayload payload) {
			return payload;
		}
		throw new InvalidTaskArgumentException("A value of " + value.getClass().getName()
				+ " cannot be written: the codec of the host does not do that. Give it JSON, or the host another codec.");
	}

	/**
	 * Reads a value, and validates it when there is something that does.
	 * @param payload the JSON, or {@code null} when there is none
	 * @param type the type; for {@link JsonPayload} itself anything fits, {@code null}
	 * too
	 * @return the value, of that type
	 * @throws InvalidTaskArgumentException if it does not fit, with the path of what is
	 * wrong
	 */
	default @Nullable Object decode(@Nullable JsonPayload payload, Type type) {
		if (type == JsonPayload.class) {
			return payload;
		}
		throw new InvalidTaskArgumentException("JSON cannot be read as " + type.getTypeName()
				+ ": the codec of the host does not do that. Read it as JsonPayload, or give the host another codec.");
	}

	/**
	 * Writes and reads nothing but {@link JsonPayload}: every result is left out.
	 * @return a codec for hosts without a JSON library
	 */
	static PayloadCodec none() {
		return NoPayloadCodec.INSTANCE;
	}

	/** The codec of a host that has no JSON library. */
	enum NoPayloadCodec implements PayloadCodec {

		/** The only instance. */
		INSTANCE;

		@Override
		public TaskResult encodeResult(@Nullable Object value) {
			return TaskResult.omitted("the host has no JSON codec");
		}

	}

}
