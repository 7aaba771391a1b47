package io.github.taskhost.autoconfigure.json;

import io.github.taskhost.task.JsonPayload;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Writes a payload as JSON and keeps the digits of its numbers. Parses it on the way, so
 * that an invalid payload cannot break the document around it. The bounds of names and
 * numbers are those of the codec that accepted the payload.
 */
final class JsonPayloadSerializer extends ValueSerializer<JsonPayload> {

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNameLength(Integer.MAX_VALUE)
			.maxNumberLength(Integer.MAX_VALUE)
			.maxStringLength(Integer.MAX_VALUE)
			.build())
		.build();

	@Override
	public void serialize(JsonPayload payload, JsonGenerator generator, SerializationContext context) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), payload.text())) {
			if (parser.nextToken() == null) {
				throw DatabindException.from(generator, "The payload is empty.");
			}
			ExactCopy.of(parser, generator);
			if (parser.nextToken() != null) {
				throw DatabindException.from(generator, "The payload is more than one JSON document.");
			}
		}
	}

}
