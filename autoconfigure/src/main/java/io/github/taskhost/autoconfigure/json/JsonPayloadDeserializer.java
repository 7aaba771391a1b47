package io.github.taskhost.autoconfigure.json;

import java.io.StringWriter;

import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads any JSON as a payload, including {@code null}, and keeps the digits of numbers.
 */
final class JsonPayloadDeserializer extends ValueDeserializer<JsonPayload> {

	private static final JsonFactory FACTORY = new JsonFactory();

	@Override
	public JsonPayload deserialize(JsonParser parser, DeserializationContext context) {
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
			ExactCopy.of(parser, generator);
		}
		return new JsonPayload(text.toString());
	}

	@Override
	public Object getNullValue(DeserializationContext context) {
		return new JsonPayload("null");
	}

	@Override
	public @Nullable Object getAbsentValue(DeserializationContext context) {
		return null;
	}

}
