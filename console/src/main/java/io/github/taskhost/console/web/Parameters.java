package io.github.taskhost.console.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.error.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request. An empty value counts as absent, as a form sends it for an
 * empty field.
 *
 * @param values the values by name
 */
public record Parameters(Map<String, List<String>> values) {

	private static final int MAX_UIDS = 100;

	/**
	 * Returns a parameter.
	 * @param name the name
	 * @return the first value, or {@code null}
	 */
	public @Nullable String get(String name) {
		List<String> all = all(name);
		return all.isEmpty() ? null : all.getFirst();
	}

	/**
	 * Returns the values of a parameter.
	 * @param name the name
	 * @return the values that are not empty
	 */
	public List<String> all(String name) {
		return this.values.getOrDefault(name, List.of())
			.stream()
			.filter((value) -> value != null && !value.isEmpty())
			.toList();
	}

	/**
	 * Returns a parameter that must be there.
	 * @param name the name
	 * @return the value
	 * @throws InvalidTaskArgumentException if it is absent
	 */
	public String require(String name) {
		String value = get(name);
		if (value == null) {
			throw new InvalidTaskArgumentException("The parameter '" + name + "' is missing. Send it.");
		}
		return value;
	}

	/**
	 * Returns a flag.
	 * @param name the name
	 * @return {@code true} if the value is {@code true}
	 */
	public boolean flag(String name) {
		return "true".equals(get(name));
	}

	/**
	 * Returns a number.
	 * @param name the name
	 * @return the number, or {@code null}
	 * @throws InvalidTaskArgumentException if it is no number
	 */
	public @Nullable Integer number(String name) {
		String value = get(name);
		try {
			return (value != null) ? Integer.valueOf(value) : null;
		}
		catch (NumberFormatException ex) {
			throw new InvalidTaskArgumentException("The parameter '" + name + "' is '" + value + "': use a number.");
		}
	}

	/**
	 * Returns a uid.
	 * @param name the name
	 * @return the uid, or {@code null}
	 * @throws InvalidTaskArgumentException if it is no uid
	 */
	public @Nullable UUID uid(String name) {
		String value = get(name);
		return (value != null) ? uidOf(name, value) : null;
	}

	/**
	 * Returns uids, of which a page has 100 at most.
	 * @param name the name
	 * @return the uids
	 * @throws InvalidTaskArgumentException if one is no uid, or there are more
	 */
	public List<UUID> uids(String name) {
		List<String> all = all(name);
		if (all.size() > MAX_UIDS) {
			throw new InvalidTaskArgumentException(
					"The parameter '" + name + "' is there " + all.size() + " times: use " + MAX_UIDS + " at most.");
		}
		return all.stream().map((value) -> uidOf(name, value)).toList();
	}

	/**
	 * Reads a uid.
	 * @param name the name of the parameter or path segment, for the message
	 * @param value the text
	 * @return the uid
	 * @throws InvalidTaskArgumentException if it is no uid
	 */
	static UUID uidOf(String name, String value) {
		try {
			return UUID.fromString(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTaskArgumentException("The " + name + " is '" + value + "': use the uid of a task.");
		}
	}

	/**
	 * Returns the time that lies a duration before another one.
	 * @param name the name of the parameter with the duration in ISO-8601
	 * @param now the other time
	 * @return the time, or {@code null}
	 * @throws InvalidTaskArgumentException if it is no duration
	 */
	public @Nullable Instant before(String name, Instant now) {
		String value = get(name);
		try {
			return (value != null) ? now.minus(Duration.parse(value)) : null;
		}
		catch (DateTimeException | ArithmeticException ex) {
			throw new InvalidTaskArgumentException(
					"The parameter '" + name + "' is '" + value + "': use a duration in ISO-8601, such as PT1H.");
		}
	}

}
