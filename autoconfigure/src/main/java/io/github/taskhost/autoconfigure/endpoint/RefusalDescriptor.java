package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.taskhost.autoconfigure.view.Refusal;
import io.github.taskhost.error.AmbiguousTaskException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answer to a refused request.
 *
 * @param status the HTTP status
 * @param reason the problem and its remedy
 * @param sessions the sessions that have an ambiguous id, or {@code null}
 */
record RefusalDescriptor(int status, String reason, @Nullable List<String> sessions) implements OperationResponseBody {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.build();

	static RefusalDescriptor of(RuntimeException ex) {
		Refusal refusal = Refusal.of(ex);
		return new RefusalDescriptor(refusal.status(), refusal.detail(),
				(ex instanceof AmbiguousTaskException ambiguous) ? ambiguous.sessionIds() : null);
	}

	/** Returns the answer as JSON, for filters. */
	byte[] json() {
		return MAPPER.writeValueAsBytes(this);
	}

}
