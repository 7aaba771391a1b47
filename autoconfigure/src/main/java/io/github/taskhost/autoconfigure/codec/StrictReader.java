package io.github.taskhost.autoconfigure.codec;

import java.lang.reflect.Type;
import java.util.function.Function;

import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON from outside the application: exactly one document, of bounded depth,
 * without repeated or unknown properties. Internal. Thread-safe.
 */
public final class StrictReader {

	private final JsonMapper mapper = PayloadMappers.values();

	/** Creates a reader. */
	public StrictReader() {
	}

	/**
	 * Reads a document as a tree.
	 * @param json the document
	 * @return the tree; a missing node for an empty text
	 * @throws UnreadableJsonException if the document is refused
	 */
	public JsonNode readTree(JsonPayload json) {
		return read(json, this.mapper::readTree);
	}

	@Nullable Object read(JsonPayload json, Type type) {
		return read(json, (parser) -> this.mapper.readValue(parser, this.mapper.constructType(type)));
	}

	/** Requires one document without reading it into memory. */
	void requireDocument(JsonPayload json) {
		read(json, (parser) -> {
			if (parser.nextToken() == null) {
				throw new UnreadableJsonException("is empty");
			}
			return parser.skipChildren();
		});
	}

	private <T extends @Nullable Object> T read(JsonPayload json, Function<JsonParser, T> read) {
		try (JsonParser parser = this.mapper.createParser(json.text())) {
			T value = read.apply(parser);
			if (parser.nextToken() != null) {
				throw new UnreadableJsonException("is more than one JSON document");
			}
			return value;
		}
		catch (UnreadableJsonException ex) {
			throw ex;
		}
		catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
			// Constructors of the application may throw any of these.
			throw new UnreadableJsonException(ReadProblem.of(ex));
		}
	}

}
