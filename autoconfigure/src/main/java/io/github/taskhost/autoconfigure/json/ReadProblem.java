package io.github.taskhost.autoconfigure.json;

import java.util.Collection;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Says in one bounded line why JSON could not be read, with the path of the field. What
 * the library says of it is never passed on: it quotes the source.
 */
final class ReadProblem {

	private static final int VALUE = 40;

	private static final int REASON = 200;

	private static final int NAMES = 400;

	private ReadProblem() {
	}

	static String of(Throwable thrown) {
		return switch (thrown) {
			case JacksonException json -> FieldPath.problem(FieldPath.of(json), reason(json));
			default -> "reading it failed: " + thrown.getClass().getName();
		};
	}

	private static String reason(JacksonException thrown) {
		return switch (thrown) {
			case StreamConstraintsException ex -> bound(ex);
			case StreamReadException ex -> malformed(ex);
			case UnrecognizedPropertyException ex -> "is not known; known are " + names(ex.getKnownPropertyIds());
			case InvalidFormatException ex -> format(ex);
			case ValueInstantiationException ex -> instantiation(ex);
			case InvalidDefinitionException ex -> "is of a type that cannot be read" + type(ex.getType());
			case MismatchedInputException ex -> mismatch(ex);
			default -> "reading it failed: " + causeOf(thrown).getClass().getName();
		};
	}

	private static String type(@Nullable JavaType type) {
		return (type != null) ? ": " + OneLine.of(type.toCanonical(), REASON) : "";
	}

	private static String bound(StreamConstraintsException thrown) {
		String message = String.valueOf(thrown.getOriginalMessage());
		if (message.contains("nesting depth")) {
			return "is nested deeper than " + PayloadMappers.MAX_DEPTH + " levels";
		}
		return "has a name, a number or a text that is too long" + at(thrown);
	}

	private static String malformed(StreamReadException thrown) {
		boolean duplicate = String.valueOf(thrown.getOriginalMessage()).startsWith("Duplicate");
		return (duplicate ? "has a property twice" : "is not valid JSON") + at(thrown);
	}

	private static String at(JacksonException thrown) {
		TokenStreamLocation location = thrown.getLocation();
		return (location != null && location.getLineNr() > 0)
				? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
	}

	private static String format(InvalidFormatException thrown) {
		Class<?> type = thrown.getTargetType();
		String value = (thrown.getValue() instanceof CharSequence text) ? '"' + OneLine.of(text.toString(), VALUE) + '"'
				: OneLine.of(String.valueOf(thrown.getValue()), VALUE);
		if (type != null && type.isEnum()) {
			return value + " is not one of " + names(JsonWords.constants(type));
		}
		return value + " is not " + JsonWords.expected(type);
	}

	private static String mismatch(MismatchedInputException thrown) {
		JsonToken token = thrown.getCurrentToken();
		Class<?> type = thrown.getTargetType();
		if (isTrailing(thrown)) {
			return "is more than one JSON document";
		}
		String found = JsonWords.found(token);
		return (found != null) ? JsonWords.expected(type) + " is expected, and it is " + found
				: JsonWords.expected(type) + " is expected, and it is missing or null";
	}

	private static boolean isTrailing(MismatchedInputException thrown) {
		return String.valueOf(thrown.getOriginalMessage()).startsWith("Trailing token");
	}

	/** What the application's own constructor said is meant to be read. */
	private static String instantiation(ValueInstantiationException thrown) {
		Throwable cause = causeOf(thrown);
		String message = (cause instanceof JacksonException) ? null : cause.getMessage();
		return (message != null) ? OneLine.of(message, REASON) : "is refused by " + cause.getClass().getName();
	}

	private static Throwable causeOf(Throwable thrown) {
		return (thrown.getCause() != null) ? thrown.getCause() : thrown;
	}

	private static String names(@Nullable Collection<?> names) {
		return (names == null) ? "none"
				: OneLine.of(names.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]")), NAMES);
	}

}
