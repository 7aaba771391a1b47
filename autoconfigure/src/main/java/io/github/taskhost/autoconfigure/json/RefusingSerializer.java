package io.github.taskhost.autoconfigure.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Refuses to write an object that is no data, which Jackson would write as an empty
 * object.
 */
final class RefusingSerializer extends StdSerializer<Object> {

	private final Class<?> type;

	private final String data;

	RefusingSerializer(Class<?> type, String data) {
		super(Object.class);
		this.type = type;
		this.data = data;
	}

	@Override
	public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
		context.reportBadDefinition(this.type,
				"A " + this.type.getSimpleName() + " is no data: write " + this.data + " instead.");
	}

}
