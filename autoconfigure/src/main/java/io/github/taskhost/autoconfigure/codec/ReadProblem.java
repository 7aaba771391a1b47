package io.github.taskhost.autoconfigure.codec;

import java.util.Collection;
import java.util.stream.Collectors;

import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Explains in one bounded line why JSON could not be read, with the path of the field.
 * The messages of the library are not passed on: they quote the document.
 */
final class ReadProblem {

	private static final int VALUE = 40;

	private static final int REASON = 200;

	private static final int NAMES = 400;

	private ReadProblem() {
	}

	static String of(Throwable thrown) {
		return (thrown instanceof JacksonException json) ? Problems.at(FieldPath.of(json), reason(json))
				: "reading it failed: " + thrown.getClass().getName();
	}

	private static String reason(JacksonException thrown) {
		return switch (thrown) {
			case StreamConstraintsException ex -> constraint(ex) + at(ex);
			case InputCoercionException ex -> "is out of the range of " + JsonWords.expected(ex.getTargetType());
			case StreamReadException ex -> "is not valid JSON or repeats a property" + at(ex);
			case UnrecognizedPropertyException ex ->
				"is not known; known properties are " + names(ex.getKnownPropertyIds());
			case InvalidFormatException ex -> format(ex);
			case ValueInstantiationException ex -> instantiation(ex);
			case InvalidDefinitionException ex -> "is of a type that cannot be read" + type(ex.getType());
			case InvalidTypeIdException ex -> typeId(ex);
			case ClassValues.RefusedException ex -> ex.getOriginalMessage();
			case MismatchedInputException ex ->
				"expected " + JsonWords.expected(ex.getTargetType()) + ", found " + found(ex.getCurrentToken());
			default -> "reading it failed: " + causeOf(thrown).getClass().getName();
		};
	}

	/** The library tells its constraints apart by the text of the exception alone. */
	private static String constraint(StreamConstraintsException thrown) {
		String text = String.valueOf(thrown.getOriginalMessage());
		if (text.contains("getMaxNestingDepth")) {
			return "is nested deeper than " + PayloadMappers.MAX_DEPTH + " levels";
		}
		if (text.contains("getMaxNumberLength")) {
			return "has a number that is too long: more than " + PayloadMappers.MAX_NUMBER + " characters";
		}
		return text.contains("getMaxNameLength")
				? "has a name that is too long: more than " + PayloadMappers.MAX_NAME + " characters"
				: "has a string that is too long";
	}

	private static String type(@Nullable JavaType type) {
		return (type != null) ? ": " + Texts.clean(type.toCanonical(), REASON) : "";
	}

	private static String at(JacksonException thrown) {
		TokenStreamLocation location = thrown.getLocation();
		return (location != null && location.getLineNr() > 0)
				? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
	}

	private static String format(InvalidFormatException thrown) {
		Class<?> type = thrown.getTargetType();
		String value = Texts.clean(String.valueOf(thrown.getValue()), VALUE);
		String shown = (thrown.getValue() instanceof CharSequence) ? '"' + value + '"' : value;
		return shown + " is not " + ((type != null && type.isEnum()) ? "one of " + names(JsonWords.constants(type))
				: JsonWords.expected(type));
	}

	private static String found(@Nullable JsonToken token) {
		String found = JsonWords.found(token);
		return (found != null) ? found : "null or no value";
	}

	private static String typeId(InvalidTypeIdException thrown) {
		String type = JsonWords.expected(thrown.getBaseType().getRawClass());
		String id = thrown.getTypeId();
		return (id == null) ? "does not name its type: expected " + type
				: '"' + Texts.clean(id, VALUE) + "\" does not name " + type;
	}

	/** A message of the application's constructor is meant for the sender. */
	private static String instantiation(ValueInstantiationException thrown) {
		Throwable cause = causeOf(thrown);
		String message = (cause instanceof JacksonException) ? null : cause.getMessage();
		return (message != null) ? Texts.clean(message, REASON) : "is refused by " + cause.getClass().getName();
	}

	private static Throwable causeOf(Throwable thrown) {
		return (thrown.getCause() != null) ? thrown.getCause() : thrown;
	}

	private static String names(@Nullable Collection<?> names) {
		return (names == null) ? "none"
				: Texts.clean(names.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]")), NAMES);
	}

}
