package io.github.taskhost.autoconfigure.json;

import java.util.function.Function;

import io.github.taskhost.error.BackgroundTaskException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads a value from its view. A refusal names the wrong value.
 *
 * @param <V> the type of the view
 * @param <T> the type of the value
 */
final class ViewDeserializer<V, T> extends ValueDeserializer<T> {

	private final Class<T> type;

	private final Class<V> viewType;

	private final Function<V, Object> value;

	ViewDeserializer(Class<T> type, Class<V> viewType, Function<V, Object> value) {
		this.type = type;
		this.viewType = viewType;
		this.value = value;
	}

	@Override
	public T deserialize(JsonParser parser, DeserializationContext context) {
		V view = context.readValue(parser, this.viewType);
		try {
			return this.type.cast(this.value.apply(view));
		}
		catch (BackgroundTaskException | ClassCastException ex) {
			return context.reportInputMismatch(this.type, "%s", ex.getMessage());
		}
	}

}
