package io.github.taskhost.autoconfigure.json;

import java.util.function.Function;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Writes a value as its view.
 *
 * @param <T> the type of the value
 */
final class ViewSerializer<T> extends ValueSerializer<T> {

	private final Function<T, Object> view;

	private ViewSerializer(Function<T, Object> view) {
		this.view = view;
	}

	static <T> ViewSerializer<T> of(Function<T, Object> view) {
		return new ViewSerializer<>(view);
	}

	@Override
	public void serialize(T value, JsonGenerator generator, SerializationContext context) {
		context.writeValue(generator, this.view.apply(value));
	}

}
