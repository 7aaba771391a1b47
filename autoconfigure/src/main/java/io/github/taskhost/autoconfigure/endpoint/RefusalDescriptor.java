package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why a request was refused.
 *
 * @param status the HTTP status
 * @param reason what was wrong and what to do
 * @param sessions the sessions that an ambiguous id could mean, or {@code null}
 */
record RefusalDescriptor(int status, String reason, @Nullable List<String> sessions) implements OperationResponseBody {
}
