package io.github.taskhost.autoconfigure.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonGeneratorBase;

/**
 * Copies a JSON value with the numbers as they are written: {@code 1.10} stays
 * {@code 1.10}, and {@code 1e5} stays {@code 1e5}.
 */
final class ExactCopy {

	private ExactCopy() {
	}

	/** Copies the value at which the parser is, to its end. */
	static void of(JsonParser parser, JsonGenerator generator) {
		if (!(generator instanceof JsonGeneratorBase)) {
			// Other formats and buffers have numbers, not digits.
			generator.copyCurrentStructureExact(parser);
			return;
		}
		int depth = 0;
		JsonToken token = parser.currentToken();
		while (token != null) {
			depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
			if (token.isNumeric()) {
				generator.writeNumber(parser.getString());
			}
			else {
				generator.copyCurrentEvent(parser);
			}
			token = (depth > 0) ? parser.nextToken() : null;
		}
	}

}
