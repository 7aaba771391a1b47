package io.github.taskhost.autoconfigure.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.github.taskhost.autoconfigure.json.JsonPayloadModule;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Body of a write. Actuator reads a body as an object of strings, so the JSON in its
 * {@code value} becomes the text of that JSON. Immutable and thread-safe.
 */
final class ActionBody {

	private static final String VALUE = "value";

	/** The meaning of a request without a body. */
	private static final byte[] CANCEL = "{\"action\":\"cancel\"}".getBytes(StandardCharsets.UTF_8);

	private static final TypeReference<LinkedHashMap<String, JsonPayload>> FIELDS = new TypeReference<>() {
	};

	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
		.addModule(new JsonPayloadModule())
		.build();

	/** A character of an answer takes up to six in JSON. */
	private static final int ESCAPED = 6;

	private static final long OTHER_FIELDS = DataSize.ofKilobytes(64).toBytes();

	private final int limit;

	/**
	 * Creates the reader of bodies.
	 * @param maxPayload the largest answer
	 */
	ActionBody(DataSize maxPayload) {
		this.limit = (int) Math.min(maxPayload.toBytes() * ESCAPED + OTHER_FIELDS, Integer.MAX_VALUE - 8);
	}

	/** Returns the largest body, in bytes. */
	int limit() {
		return this.limit;
	}

	/** Returns whether a request may have a body with an action. */
	static boolean isExpected(String method, @Nullable String contentType) {
		return method.equals("POST") && contentType != null && contentType.toLowerCase(Locale.ROOT).contains("json");
	}

	static InvalidTaskArgumentException tooLarge(int limit) {
		return new InvalidTaskArgumentException("The body is larger than " + limit
				+ " bytes: give a shorter answer, or raise taskhost.payload.max-size.");
	}

	/**
	 * Returns the body for Actuator. A request without a body requests cancellation.
	 * @param body the body that was read
	 * @param announced whether the request announced a body
	 * @throws InvalidTaskArgumentException if the body is too large, is no JSON object,
	 * names a session, or was announced and is not there
	 */
	byte[] flat(byte[] body, boolean announced) {
		if (body.length > this.limit) {
			throw tooLarge(this.limit);
		}
		if (body.length == 0 && !announced) {
			return CANCEL;
		}
		Map<String, JsonPayload> fields = fields(body);
		if (fields.containsKey(QueryParameters.SESSION)) {
			throw new InvalidTaskArgumentException("The field 'session' is not known: the path names the session, as "
					+ "…/{session}/{id}, or the query, as …/{id}?session=….");
		}
		JsonPayload value = fields.get(VALUE);
		if (value != null) {
			fields.put(VALUE, new JsonPayload(MAPPER.writeValueAsString(value.text())));
		}
		return MAPPER.writeValueAsBytes(fields);
	}

	/** Reads strictly: the application's mapper may understand more than was checked. */
	private static Map<String, JsonPayload> fields(byte[] body) {
		try {
			Map<String, JsonPayload> fields = MAPPER.readValue(body, FIELDS);
			if (fields != null) {
				return fields;
			}
		}
		catch (JacksonException ex) {
			// refused below
		}
		throw new InvalidTaskArgumentException("The body is no JSON object. Send one with an 'action', such as "
				+ new String(CANCEL, StandardCharsets.UTF_8) + ", or no body, which requests cancellation.");
	}

}
