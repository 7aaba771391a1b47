package io.github.taskhost.autoconfigure.codec;

import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes values as JSON with bounds on size and depth. Any failure of a value's getters,
 * and JSON that cannot be read back, become a {@link NotWrittenException}.
 */
final class PayloadWriter {

	private final JsonMapper mapper;

	private final DataSize maxSize;

	private final String remedy;

	PayloadWriter(JsonMapper mapper, DataSize maxSize, String remedy) {
		this.mapper = mapper;
		this.maxSize = maxSize;
		this.remedy = remedy;
	}

	JsonPayload write(@Nullable Object value) throws NotWrittenException {
		BoundedOutput output = new BoundedOutput(this.maxSize.toBytes());
		try {
			this.mapper.writeValue(output, value);
			JsonPayload written = new JsonPayload(output.text());
			StrictReader.requireDocument(written);
			return written;
		}
		catch (UnreadableJsonException ex) {
			throw new NotWrittenException(ex.problem());
		}
		catch (Exception | LinkageError | StackOverflowError ex) {
			throw new NotWrittenException(reason(ex, output.isExceeded()));
		}
	}

	private String reason(Throwable thrown, boolean tooLarge) {
		if (tooLarge) {
			return "is larger than " + this.maxSize + " as JSON (taskhost.payload.max-size)";
		}
		if (thrown instanceof StreamConstraintsException) {
			return "is nested deeper than " + PayloadMappers.MAX_DEPTH + " levels";
		}
		NotPlainDataException refused = NotPlainDataException.in(thrown);
		return (refused != null) ? "is or holds a " + refused.getMessage() + ": " + this.remedy
				: "cannot be written as JSON: " + thrown.getClass().getName();
	}

}
