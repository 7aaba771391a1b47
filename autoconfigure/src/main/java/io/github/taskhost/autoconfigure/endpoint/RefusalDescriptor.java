package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.taskhost.error.AmbiguousTaskException;
import io.github.taskhost.error.AnswerNotPermittedException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.error.UnknownTaskKindException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
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

	private static final int FORBIDDEN = 403;

	private static final int CONFLICT = 409;

	private static final int UNAVAILABLE = 503;

	static RefusalDescriptor of(RuntimeException refusal) {
		return new RefusalDescriptor(statusOf(refusal), String.valueOf(refusal.getMessage()),
				(refusal instanceof AmbiguousTaskException ambiguous) ? ambiguous.sessionIds() : null);
	}

	/** Returns the answer as JSON, for filters. */
	byte[] json() {
		return MAPPER.writeValueAsBytes(this);
	}

	/** Returns the HTTP status; other exceptions are server errors. */
	static int statusOf(RuntimeException refusal) {
		return switch (refusal) {
			case InvalidTaskArgumentException invalid -> WebEndpointResponse.STATUS_BAD_REQUEST;
			case AnswerNotPermittedException notPermitted -> FORBIDDEN;
			case TaskNotFoundException notFound -> WebEndpointResponse.STATUS_NOT_FOUND;
			case UnknownTaskKindException unknown -> WebEndpointResponse.STATUS_NOT_FOUND;
			case TaskStateException state -> CONFLICT;
			case AmbiguousTaskException ambiguous -> CONFLICT;
			case JournalUnavailableException unavailable -> UNAVAILABLE;
			default -> WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR;
		};
	}

}
