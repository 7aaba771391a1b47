package io.github.taskhost.autoconfigure.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.taskhost.autoconfigure.json.TaskhostJacksonModule;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Objects as maps, lists and scalars, which web and JMX endpoints can write. Payloads
 * stay as they are, so that one that is not shown is never read. The mapper is that of
 * Taskhost: settings of the application change nothing.
 */
final class JsonMaps {

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.addModule(new TaskhostJacksonModule())
		.addModule(new SimpleModule("payloads-as-they-are").addSerializer(JsonPayload.class, new AsItIs()))
		.build();

	private JsonMaps() {
	}

	static Map<String, Object> of(Object value) {
		return MAPPER.convertValue(value, OBJECT);
	}

	/**
	 * Writes the first of some values, up to a size, and at least one of them.
	 * @param values the values
	 * @param write writes a value
	 * @param maxSize the size of the written values as JSON, in bytes
	 */
	static <T> List<Map<String, Object>> fitting(List<T> values, Function<T, Map<String, Object>> write, long maxSize) {
		List<Map<String, Object>> written = new ArrayList<>(values.size());
		long size = 0;
		for (T value : values) {
			Map<String, Object> json = write.apply(value);
			size += MAPPER.writeValueAsBytes(json).length;
			if (size > maxSize && !written.isEmpty()) {
				break;
			}
			written.add(json);
		}
		return written;
	}

	/** Replaces a value by its size in characters. */
	static void measure(@Nullable Object json, String name) {
		Object value = (json instanceof Map<?, ?> map) ? map.remove(name) : null;
		if (value != null) {
			put(json, name + "Size", value.toString().length());
		}
	}

	/** Replaces a value if there is one. */
	static void replace(@Nullable Object json, String name, UnaryOperator<@Nullable Object> replacement) {
		Object value = (json instanceof Map<?, ?> map) ? map.get(name) : null;
		if (value != null) {
			put(json, name, replacement.apply(value));
		}
	}

	@SuppressWarnings("unchecked")
	private static void put(@Nullable Object json, String name, @Nullable Object value) {
		if (json != null) {
			((Map<String, @Nullable Object>) json).put(name, value);
		}
	}

	/** Leaves a payload in the converted map as it is. */
	private static final class AsItIs extends ValueSerializer<JsonPayload> {

		@Override
		public void serialize(JsonPayload payload, JsonGenerator generator, SerializationContext context) {
			generator.writeEmbeddedObject(payload);
		}

	}

}
