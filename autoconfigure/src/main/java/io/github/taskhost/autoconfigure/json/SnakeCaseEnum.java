package io.github.taskhost.autoconfigure.json;

import java.util.Locale;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

/**
 * Enum values in snake_case: {@code CANCEL_REQUESTED} is {@code cancel_requested}.
 */
final class SnakeCaseEnum {

	private SnakeCaseEnum() {
	}

	static final class Writer<E extends Enum<E>> extends ValueSerializer<E> {

		@Override
		public void serialize(E value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value.name().toLowerCase(Locale.ROOT));
		}

	}

	static final class Reader<E extends Enum<E>> extends ValueDeserializer<E> {

		private final Class<E> type;

		Reader(Class<E> type) {
			this.type = type;
		}

		@Override
		public E deserialize(JsonParser parser, DeserializationContext context) {
			String text = parser.getValueAsString("");
			try {
				return Enum.valueOf(this.type, text.toUpperCase(Locale.ROOT));
			}
			catch (IllegalArgumentException ex) {
				throw context.weirdStringException(text, this.type, "not one of its values");
			}
		}

	}

}
