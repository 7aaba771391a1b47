package io.github.taskhost.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of the console. Its mapper is its own, so that settings of the application
 * change nothing.
 */
public final class ConsoleJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.changeDefaultPropertyInclusion((present) -> present.withValueInclusion(JsonInclude.Include.NON_NULL)
			.withContentInclusion(JsonInclude.Include.NON_NULL))
		.build();

	private ConsoleJson() {
	}

	/**
	 * Writes an answer.
	 * @param value the answer
	 * @return UTF-8 on one line
	 */
	public static byte[] bytes(Object value) {
		return MAPPER.writeValueAsBytes(value);
	}

	/**
	 * Writes an answer as text.
	 * @param value the answer
	 * @return one line
	 */
	public static String text(@Nullable Object value) {
		return MAPPER.writeValueAsString(value);
	}

	/**
	 * Writes a value of a task for people. Browsers never parse it, so no number is lost.
	 * @param value maps, lists and scalars
	 * @return several lines
	 */
	static String pretty(@Nullable Object value) {
		return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
	}

}
