package io.github.taskhost.console;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON of the invented server.
 */
final class FakeJson {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private FakeJson() {
	}

	/** An object of names and values in turn, without those that are null. */
	static Map<String, Object> object(@Nullable Object... pairs) {
		Map<String, Object> object = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			Object value = pairs[i + 1];
			if (value != null) {
				object.put(String.valueOf(pairs[i]), value);
			}
		}
		return object;
	}

	static String text(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	static void check(String json) {
		MAPPER.readTree(json);
	}

}
