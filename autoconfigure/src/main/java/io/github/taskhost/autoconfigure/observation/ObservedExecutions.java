package io.github.taskhost.autoconfigure.observation;

import io.github.taskhost.observation.TaskExecutionObservationConvention;
import io.github.taskhost.spi.TaskContextPropagator;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes each attempt of a body, as a child of the observation that was current when
 * the task was spawned.
 */
final class ObservedExecutions implements TaskContextPropagator {

	private final ObservationRegistry registry;

	private final @Nullable TaskExecutionObservationConvention convention;

	ObservedExecutions(ObservationRegistry registry, @Nullable TaskExecutionObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public Context capture() {
		return new ObservedTask(this.registry, this.convention, this.registry.getCurrentObservation());
	}

}
