package io.github.taskhost.autoconfigure.codec;

import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Supplier;

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

	private final JsonMapper mapper;

	/** Creates a reader of trees. */
	public StrictReader() {
		this(PayloadMappers.values(List.of()));
	}

	StrictReader(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Reads a document as a tree.
	 * @param json the document
	 * @return the tree
	 * @throws UnreadableJsonException if the document is refused
	 */
	public JsonNode readTree(JsonPayload json) {
		requireDocument(json);
		return explained(() -> this.mapper.readTree(json.text()));
	}

	@Nullable Object read(JsonPayload json, Type type) {
		return explained(() -> {
			try (JsonParser parser = this.mapper.createParser(json.text())) {
				Object value = this.mapper.readValue(parser, this.mapper.constructType(type));
				if (parser.nextToken() != null) {
					throw new UnreadableJsonException("is more than one JSON document");
				}
				return value;
			}
		});
	}

	/** Requires one document without reading it into memory. */
	static void requireDocument(JsonPayload json) {
		explained(() -> {
			DocumentCheck.require(json);
			return json;
		});
	}

	private static <T extends @Nullable Object> T explained(Supplier<T> read) {
		try {
			return read.get();
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
