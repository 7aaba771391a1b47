package io.github.taskhost.console;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An answer of the invented server.
 *
 * @param status the HTTP status
 * @param type the content type
 * @param body the JSON value
 */
record FakeAnswer(int status, String type, Map<String, Object> body) {

	static FakeAnswer ok(@Nullable Object... pairs) {
		Map<String, Object> body = FakeJson.object(pairs);
		body.putIfAbsent("now", Instant.now().toString());
		return new FakeAnswer(200, "application/json", body);
	}

	static FakeAnswer of(Map<String, Object> body) {
		return new FakeAnswer(200, "application/json", body);
	}

	static FakeAnswer problem(int status, String detail) {
		return new FakeAnswer(status, "application/problem+json",
				FakeJson.object("status", status, "title", "Refused", "detail", detail));
	}

}
