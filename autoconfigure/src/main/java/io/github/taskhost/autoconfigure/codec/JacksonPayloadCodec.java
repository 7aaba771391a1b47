package io.github.taskhost.autoconfigure.codec;

import java.lang.reflect.Type;
import java.util.List;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;

/**
 * Codec with bounds on size and depth. Results may be records, scalars, maps and lists;
 * any other result is left out. Inputs and answers may be beans of plain data too.
 */
final class JacksonPayloadCodec implements PayloadCodec {

	private final PayloadWriter results;

	private final PayloadWriter values;

	private final PayloadReader reader;

	JacksonPayloadCodec(DataSize maxSize, PayloadValidation validation) {
		this(maxSize, validation, List.of());
	}

	JacksonPayloadCodec(DataSize maxSize, PayloadValidation validation, List<JacksonModule> modules) {
		this.results = new PayloadWriter(PayloadMappers.results(modules), maxSize,
				"only records, scalars, maps and lists are kept");
		JsonMapper mapper = PayloadMappers.values(modules);
		this.values = new PayloadWriter(mapper, maxSize, "give plain data: records, beans, maps, lists, scalars");
		this.reader = new PayloadReader(new StrictReader(mapper), maxSize, validation);
	}

	@Override
	public TaskResult encodeResult(@Nullable Object value) {
		try {
			return TaskResult.of(this.results.write(value));
		}
		catch (NotWrittenException ex) {
			return TaskResult.omitted("the result " + ex.reason());
		}
	}

	@Override
	public JsonPayload encode(@Nullable Object value) {
		return (value instanceof JsonPayload payload) ? this.reader.checked(payload) : written(value);
	}

	private JsonPayload written(@Nullable Object value) {
		try {
			return this.values.write(value);
		}
		catch (NotWrittenException ex) {
			throw new InvalidTaskArgumentException("The value " + ex.reason() + ".");
		}
	}

	@Override
	public @Nullable Object decode(@Nullable JsonPayload payload, Type type) {
		return (type == JsonPayload.class) ? payload : this.reader.read(payload, type);
	}

}
