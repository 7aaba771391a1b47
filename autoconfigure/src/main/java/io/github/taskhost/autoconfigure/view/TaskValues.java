package io.github.taskhost.autoconfigure.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Masks confidential values, or shows them after each string and number was sanitized.
 * Values have paths such as {@code input.customer.password}. The elements of a list have
 * the path of the list, so that a rule for a name applies to lists of that name too.
 * Thread-safe if the sanitizer is.
 */
public final class TaskValues {

	/** Stands for a value that is not shown, as in the endpoints of Actuator. */
	public static final String MASK = "******";

	private static final JsonMapper PAYLOADS = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNameLength(Integer.MAX_VALUE)
				.maxNumberLength(Integer.MAX_VALUE)
				.maxStringLength(Integer.MAX_VALUE)
				.build())
			.build())
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private static final TaskValues PLAIN = new TaskValues(ValueSanitizer.NONE);

	private final ValueSanitizer sanitizer;

	/**
	 * Creates the view of values.
	 * @param sanitizer sanitizes the strings and numbers that are shown
	 */
	public TaskValues(ValueSanitizer sanitizer) {
		this.sanitizer = sanitizer;
	}

	/**
	 * Returns a value as it is shown.
	 * @param path the path of the value
	 * @param value a payload, or a value of JSON: a map, a list or a scalar
	 * @param shown whether the user may see values
	 * @return maps, lists and scalars, or the mask
	 */
	public @Nullable Object show(String path, @Nullable Object value, boolean shown) {
		return shown ? sanitize(path, value) : MASK;
	}

	/**
	 * Returns a payload that is not confidential.
	 * @param payload the payload
	 * @return maps, lists and scalars
	 */
	public static @Nullable Object plain(JsonPayload payload) {
		return PLAIN.sanitize("", payload);
	}

	private @Nullable Object sanitize(String path, @Nullable Object value) {
		return switch (value) {
			case JsonPayload payload -> sanitize(path, read(payload));
			case Map<?, ?> map -> sanitizeMap(path, map);
			case List<?> list -> sanitizeList(path, list);
			case String text -> this.sanitizer.sanitize(path, visible(text));
			case null, default -> this.sanitizer.sanitize(path, value);
		};
	}

	/**
	 * Reads a payload. The host checks payloads before it keeps them; one that cannot be
	 * read all the same is left out with the reason.
	 */
	private static @Nullable Object read(JsonPayload payload) {
		try {
			return PAYLOADS.readValue(payload.text(), Object.class);
		}
		catch (RuntimeException | StackOverflowError ex) {
			// A number may be too large for its class, which is no JacksonException.
			return Map.of("omitted", "the payload cannot be read as JSON: " + ex.getClass().getName());
		}
	}

	private Map<String, @Nullable Object> sanitizeMap(String path, Map<?, ?> map) {
		Map<String, @Nullable Object> sanitized = new LinkedHashMap<>();
		map.forEach((key, value) -> {
			String name = visible(String.valueOf(key));
			sanitized.put(name, sanitize(path + '.' + name, value));
		});
		return sanitized;
	}

	private List<@Nullable Object> sanitizeList(String path, List<?> list) {
		List<@Nullable Object> sanitized = new ArrayList<>(list.size());
		list.forEach((value) -> sanitized.add(sanitize(path, value)));
		return sanitized;
	}

	/** Replaces control characters, which payloads may contain and terminals obey. */
	private static String visible(String text) {
		return Texts.cleanText(text);
	}

}
