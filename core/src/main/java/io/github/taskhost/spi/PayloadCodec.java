package io.github.taskhost.spi;

import java.lang.reflect.Type;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * A codec between values and JSON. Implementations are thread-safe, use no polymorphic
 * typing, and refuse payloads above their size limit. The starter has one; a host without
 * one omits results from records.
 */
public interface PayloadCodec {

	/**
	 * Encodes the result of a body for its record. Does not throw for a value that cannot
	 * be encoded: returns {@link TaskResult#omitted(String)} with the reason.
	 * @param value the result of the body
	 * @return the JSON, or the reason of the omission
	 */
	TaskResult encodeResult(Object value);

	/**
	 * Encodes an input or an answer.
	 * @param value a {@link JsonPayload}, which is validated, or another value
	 * @return the JSON
	 * @throws InvalidTaskArgumentException if the value cannot be encoded, or its JSON is
	 * too large or nested too deeply
	 */
	default JsonPayload encode(Object value) {
		if (value instanceof JsonPayload payload) {
			return payload;
		}
		throw new InvalidTaskArgumentException("A value of type " + value.getClass().getName()
				+ " cannot be encoded: the codec of the host does not encode values. "
				+ "Pass a JsonPayload, or configure another codec.");
	}

	/**
	 * Decodes a value, and validates it if the codec has a validator.
	 * @param payload the JSON, or {@code null} for none
	 * @param type the type of the value; {@link JsonPayload} fits every payload,
	 * including {@code null}
	 * @return the value, of that type
	 * @throws InvalidTaskArgumentException if the payload does not fit the type; the
	 * message has the path of the error
	 */
	default @Nullable Object decode(@Nullable JsonPayload payload, Type type) {
		if (type == JsonPayload.class) {
			return payload;
		}
		throw new InvalidTaskArgumentException("JSON cannot be decoded as " + type.getTypeName()
				+ ": the codec of the host does not decode values. Read it as JsonPayload, or configure another codec.");
	}

	/**
	 * Returns a codec for hosts without a JSON library: it passes {@link JsonPayload}
	 * through, refuses other values, and omits every result.
	 * @return the codec
	 */
	static PayloadCodec none() {
		return NoPayloadCodec.INSTANCE;
	}

	/** The codec of {@link PayloadCodec#none()}. */
	enum NoPayloadCodec implements PayloadCodec {

		/** The only instance. */
		INSTANCE;

		@Override
		public TaskResult encodeResult(@Nullable Object value) {
			return TaskResult.omitted("the host has no JSON codec");
		}

	}

}
