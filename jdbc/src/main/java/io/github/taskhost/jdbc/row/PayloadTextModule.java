package io.github.taskhost.jdbc.row;

import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Writes payloads as strings, so that they are read again exactly as they were, which the
 * comparison of inputs needs. The payload in the attribute {@link #APART} is written as a
 * number in its place, and read from that attribute.
 */
public final class PayloadTextModule extends SimpleModule {

	private static final long serialVersionUID = 1;

	/** The name of the attribute with the payload that is stored elsewhere. */
	public static final String APART = "taskhost.apart";

	public PayloadTextModule() {
		super("taskhost-payload-text");
		addSerializer(JsonPayload.class, new Writer());
		addDeserializer(JsonPayload.class, new Reader());
	}

	private static final class Writer extends ValueSerializer<JsonPayload> {

		@Override
		public void serialize(JsonPayload payload, JsonGenerator generator, SerializationContext context) {
			if (context.getAttribute(APART) == payload) {
				generator.writeNumber(0);
			}
			else {
				generator.writeString(payload.text());
			}
		}

	}

	private static final class Reader extends ValueDeserializer<JsonPayload> {

		@Override
		public JsonPayload deserialize(JsonParser parser, DeserializationContext context) {
			if (parser.currentToken() == JsonToken.VALUE_STRING) {
				return new JsonPayload(parser.getString());
			}
			if (context.getAttribute(APART) instanceof JsonPayload payload) {
				return payload;
			}
			throw context.weirdNumberException(0, JsonPayload.class, "the text of a payload is missing");
		}

		@Override
		public @Nullable Object getAbsentValue(DeserializationContext context) {
			return null;
		}

	}

}
