package io.github.taskhost.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a query or a form.
 *
 * @param fields the values by name
 */
record FakeQuery(Map<String, List<String>> fields) {

	static FakeQuery of(@Nullable String text) {
		Map<String, List<String>> fields = new LinkedHashMap<>();
		for (String pair : (text != null) ? text.split("&") : new String[0]) {
			int equals = pair.indexOf('=');
			if (equals > 0) {
				String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
				fields.computeIfAbsent(pair.substring(0, equals), (name) -> new ArrayList<>()).add(value);
			}
		}
		return new FakeQuery(fields);
	}

	List<String> all(String name) {
		return this.fields.getOrDefault(name, List.of());
	}

	@Nullable String first(String name) {
		return all(name).isEmpty() ? null : all(name).getFirst();
	}

	String firstOr(String name, String other) {
		return all(name).isEmpty() ? other : all(name).getFirst();
	}

	/**
	 * Whether a value passes the filter of a name, which passes all values if it is
	 * absent.
	 */
	boolean allows(String name, @Nullable String value) {
		return all(name).isEmpty() || (value != null && all(name).contains(value));
	}

}
