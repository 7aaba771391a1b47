package io.github.taskhost.autoconfigure.codec;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/**
 * Checks, reads and validates payloads, and refuses them with the path of the wrong
 * field.
 */
final class PayloadReader {

	private static final int TYPE_NAME = 200;

	private final StrictReader reader;

	private final DataSize maxSize;

	private final PayloadValidation validation;

	PayloadReader(StrictReader reader, DataSize maxSize, PayloadValidation validation) {
		this.reader = reader;
		this.maxSize = maxSize;
		this.validation = validation;
	}

	/** Returns the same payload when it is one document within the bounds. */
	JsonPayload checked(JsonPayload payload) {
		requireSize(payload);
		try {
			StrictReader.requireDocument(payload);
			return payload;
		}
		catch (UnreadableJsonException ex) {
			throw new InvalidTaskArgumentException("The JSON is refused: it " + ex.problem() + ".");
		}
	}

	private void requireSize(JsonPayload payload) {
		String text = payload.text();
		long limit = this.maxSize.toBytes();
		if (text.length() > limit || text.getBytes(StandardCharsets.UTF_8).length > limit) {
			throw new InvalidTaskArgumentException("The JSON is larger than " + this.maxSize
					+ ": make it smaller, or raise taskhost.payload.max-size.");
		}
	}

	Object read(@Nullable JsonPayload payload, Type type) {
		if (payload == null) {
			throw new InvalidTaskArgumentException("There is no value: expected " + name(type) + ".");
		}
		requireSize(payload);
		Object value = bound(payload, type);
		List<String> problems = problems(value);
		if (!problems.isEmpty()) {
			throw refused(Problems.summary(problems, String::valueOf));
		}
		return value;
	}

	private Object bound(JsonPayload payload, Type type) {
		Object value;
		try {
			value = this.reader.read(payload, type);
		}
		catch (UnreadableJsonException ex) {
			throw refused(ex.problem());
		}
		if (value == null) {
			throw refused("expected " + name(type) + ", found null");
		}
		return value;
	}

	private List<String> problems(Object value) {
		try {
			return (value instanceof JsonNode) ? List.of() : this.validation.problems(value);
		}
		catch (Exception | LinkageError | StackOverflowError ex) {
			throw refused("validating it failed: " + ex.getClass().getName());
		}
	}

	private static InvalidTaskArgumentException refused(String problem) {
		return new InvalidTaskArgumentException("The JSON does not fit: " + problem);
	}

	private static String name(Type type) {
		return (type instanceof Class<?> plain) ? JsonWords.expected(plain)
				: Texts.clean(type.getTypeName(), TYPE_NAME);
	}

}
