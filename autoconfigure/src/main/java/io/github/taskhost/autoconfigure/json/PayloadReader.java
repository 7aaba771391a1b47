package io.github.taskhost.autoconfigure.json;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks and reads JSON that somebody gave, and refuses what does not fit with the path
 * of what is wrong.
 */
final class PayloadReader {

	private final JsonMapper mapper;

	private final DataSize maxSize;

	private final PayloadValidation validation;

	PayloadReader(JsonMapper mapper, DataSize maxSize, PayloadValidation validation) {
		this.mapper = mapper;
		this.maxSize = maxSize;
		this.validation = validation;
	}

	/** The same payload, when it is one document within the bounds. */
	JsonPayload checked(JsonPayload payload) {
		requireSize(payload);
		try (JsonParser parser = this.mapper.createParser(payload.text())) {
			if (parser.nextToken() == null) {
				throw new InvalidTaskArgumentException("The JSON is empty: give it a value.");
			}
			parser.skipChildren();
			if (parser.nextToken() != null) {
				throw new InvalidTaskArgumentException("The JSON is more than one document: give it one.");
			}
			return payload;
		}
		catch (InvalidTaskArgumentException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new InvalidTaskArgumentException("The JSON is refused: " + ReadProblem.of(ex));
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
			throw new InvalidTaskArgumentException(
					"There is no value, and " + name(type) + " is expected: give it one.");
		}
		requireSize(payload);
		Object value = bound(payload, type);
		List<String> problems = problems(value);
		if (!problems.isEmpty()) {
			throw refused(OneLine.of(problems, String::valueOf));
		}
		return value;
	}

	private Object bound(JsonPayload payload, Type type) {
		Object value;
		try {
			value = this.mapper.readValue(payload.text(), this.mapper.constructType(type));
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			throw refused(ReadProblem.of(ex));
		}
		if (value == null) {
			throw refused(name(type) + " is expected, and it is null");
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
		return (type instanceof Class<?> plain) ? JsonWords.expected(plain) : OneLine.of(type.getTypeName(), 200);
	}

}
