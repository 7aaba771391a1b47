package io.github.taskhost.autoconfigure.json;

import io.github.taskhost.JsonPayload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads whatever JSON comes as a payload, {@code null} too.
 */
final class JsonPayloadDeserializer extends ValueDeserializer<JsonPayload> {

	@Override
	public JsonPayload deserialize(JsonParser parser, DeserializationContext context) {
		return new JsonPayload(context.readTree(parser).toString());
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
