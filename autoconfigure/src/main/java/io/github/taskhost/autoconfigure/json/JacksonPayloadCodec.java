package io.github.taskhost.autoconfigure.json;

import io.github.taskhost.JsonPayload;
import io.github.taskhost.PayloadCodec;
import io.github.taskhost.TaskResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.util.unit.DataSize;

/**
 * Writes what bodies return with a mapper of Taskhost's own: records, scalars, maps and
 * lists, up to a size and a depth. The rest is left out, whatever the value does while it
 * is read.
 */
final class JacksonPayloadCodec implements PayloadCodec {

	static final int MAX_DEPTH = 32;

	private final DataSize maxSize;

	private final JsonMapper mapper;

	JacksonPayloadCodec(DataSize maxSize) {
		this.maxSize = maxSize;
		JsonFactory factory = JsonFactory.builder()
			.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.build();
		this.mapper = JsonMapper.builder(factory)
			.annotationIntrospector(new NoPolymorphicTypes())
			.addModule(new SimpleModule("taskhost-results").setSerializerModifier(new PlainDataOnly()))
			.enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
			.build();
	}

	@Override
	public TaskResult encodeResult(@Nullable Object value) {
		BoundedOutput output = new BoundedOutput(this.maxSize.toBytes());
		try {
			this.mapper.writeValue(output, value);
			return TaskResult.of(new JsonPayload(output.text()));
		}
		catch (Exception | LinkageError | StackOverflowError ex) {
			return TaskResult.omitted(reason(ex, output.isExceeded()));
		}
	}

	private String reason(Throwable thrown, boolean tooLarge) {
		if (tooLarge) {
			return "the result is larger than " + this.maxSize + " as JSON (taskhost.payload.max-size)";
		}
		if (thrown instanceof StreamConstraintsException) {
			return "the result is nested deeper than " + MAX_DEPTH + " levels";
		}
		NotPlainDataException refused = NotPlainDataException.in(thrown);
		return (refused != null) ? String.valueOf(refused.getMessage())
				: "the result cannot be written as JSON: " + thrown.getClass().getName();
	}

}
