package io.github.taskhost.local.body;

import java.util.List;
import java.util.Map;

import io.github.taskhost.spi.TaskContextPropagator;
import org.jspecify.annotations.Nullable;

/**
 * The context of a caller, captured when it started work.
 *
 * @param logContext the log context, or {@code null} if it was empty
 * @param contexts the contexts that the propagators captured, the outermost first
 */
public record Surroundings(@Nullable Map<String, String> logContext, List<TaskContextPropagator.Context> contexts) {

	public static final Surroundings NONE = new Surroundings(null, List.of());

}
