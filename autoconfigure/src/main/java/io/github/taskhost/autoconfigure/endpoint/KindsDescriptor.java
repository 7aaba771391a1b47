package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The defined kinds.
 *
 * @param kinds the descriptions of the kinds, in the order of their names
 */
record KindsDescriptor(List<Map<String, Object>> kinds) implements OperationResponseBody {
}
