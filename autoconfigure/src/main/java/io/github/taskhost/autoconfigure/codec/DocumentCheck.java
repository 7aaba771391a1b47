package io.github.taskhost.autoconfigure.codec;

import io.github.taskhost.task.JsonPayload;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Checks that a text is one JSON document within the bounds, without reading it into
 * memory. A document that passes can be written and read anywhere: numbers such as
 * {@code 1e999999999} are refused, since few readers survive them.
 */
final class DocumentCheck {

	private static final JsonFactory FACTORY = PayloadMappers.checks();

	private static final int MAX_EXPONENT_DIGITS = 6;

	private DocumentCheck() {
	}

	static void require(JsonPayload json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json.text())) {
			if (parser.nextToken() == null) {
				throw new UnreadableJsonException("is empty");
			}
			requireValue(parser);
			if (parser.nextToken() != null) {
				throw new UnreadableJsonException("is more than one JSON document");
			}
		}
	}

	private static void requireValue(JsonParser parser) {
		int depth = 0;
		JsonToken token = parser.currentToken();
		while (token != null) {
			depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
			if (token == JsonToken.VALUE_NUMBER_FLOAT) {
				requireNumber(parser);
			}
			token = (depth > 0) ? parser.nextToken() : null;
		}
	}

	private static void requireNumber(JsonParser parser) {
		if (parser.isNaN()) {
			throw new UnreadableJsonException(
					"has " + parser.getString() + place(parser) + ", which JSON cannot express");
		}
		String text = parser.getString();
		int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
		if (exponent >= 0 && !isBounded(text.substring(exponent + 1))) {
			throw new UnreadableJsonException("has a number" + place(parser) + " whose exponent is not between -"
					+ PayloadMappers.MAX_NUMBER + " and " + PayloadMappers.MAX_NUMBER);
		}
	}

	private static String place(JsonParser parser) {
		String path = FieldPath.of(parser);
		return path.isEmpty() ? "" : " at '" + path + "'";
	}

	private static boolean isBounded(String exponent) {
		return exponent.length() <= MAX_EXPONENT_DIGITS
				&& Math.abs(Integer.parseInt(exponent)) <= PayloadMappers.MAX_NUMBER;
	}

}
