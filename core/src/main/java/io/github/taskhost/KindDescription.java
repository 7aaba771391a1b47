package io.github.taskhost;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.spi.TypeSchemas;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A description of a defined kind, for people and for bridges to other protocols.
 * Immutable.
 *
 * @param name the name of the kind
 * @param description a text of its definition, or {@code null} for none; at most 2,000
 * characters
 * @param inputType the name of the Java type of its input, or {@code null} if it takes
 * any JSON or none; at most 512 characters
 * @param resultType the name of the Java type of its result, or {@code null} if it is not
 * known; at most 512 characters
 * @param inputSchema a JSON Schema of its input, or {@code null} if the host has no
 * {@link TypeSchemas} or the type has no schema
 * @param options its effective options, without those that are not set, by the names of
 * their properties below {@code taskhost.kinds.<kind>}: {@code max-concurrent},
 * {@code retry.max-attempts}. Durations are in ISO-8601, enum values in snake_case
 */
public record KindDescription(String name, @Nullable String description, @Nullable String inputType,
		@Nullable String resultType, @Nullable JsonPayload inputSchema, Map<String, String> options) {

	/**
	 * Cleans and bounds the texts, and copies the options in the order of their names.
	 */
	public KindDescription {
		description = Texts.cleanOrNull(description, Texts.MESSAGE);
		inputType = Texts.cleanOrNull(inputType, Texts.LINE);
		resultType = Texts.cleanOrNull(resultType, Texts.LINE);
		options = Collections.unmodifiableMap(new TreeMap<>(options));
	}

}
