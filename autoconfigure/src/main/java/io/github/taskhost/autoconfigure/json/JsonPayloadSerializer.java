package io.github.taskhost.autoconfigure.json;

import io.github.taskhost.task.JsonPayload;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Writes a payload as JSON. Parses it on the way, so that an invalid payload cannot break
 * the document around it.
 */
final class JsonPayloadSerializer extends ValueSerializer<JsonPayload> {

	private static final JsonFactory FACTORY = new JsonFactory();

	@Override
	public void serialize(JsonPayload payload, JsonGenerator generator, SerializationContext context) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), payload.text())) {
			parser.nextToken();
			generator.copyCurrentStructure(parser);
		}
	}

}
