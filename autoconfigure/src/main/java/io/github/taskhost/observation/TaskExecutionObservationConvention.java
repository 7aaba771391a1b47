package io.github.taskhost.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Says how executions of tasks are named and which keys they have. A bean of this type
 * takes the place of {@link DefaultTaskExecutionObservationConvention}. Called by the
 * threads of bodies, many at once.
 */
public interface TaskExecutionObservationConvention extends ObservationConvention<TaskExecutionObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof TaskExecutionObservationContext;
	}

}
