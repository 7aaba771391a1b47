package io.github.taskhost.local.body;

import java.util.List;
import java.util.Map;

import io.github.taskhost.spi.TaskContextPropagator;
import org.jspecify.annotations.Nullable;

/**
 * What surrounded a caller when it started work.
 *
 * @param logContext its log context, or {@code null} when that was empty
 * @param contexts what the propagators captured, the outermost first
 */
public record Surroundings(@Nullable Map<String, String> logContext, List<TaskContextPropagator.Context> contexts) {

	public static final Surroundings NONE = new Surroundings(null, List.of());

}
