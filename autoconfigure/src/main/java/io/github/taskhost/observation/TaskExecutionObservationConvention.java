package io.github.taskhost.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Convention for the names and keys of task executions. A bean of this type replaces
 * {@link DefaultTaskExecutionObservationConvention}. Called concurrently by the threads
 * of the bodies.
 */
public interface TaskExecutionObservationConvention extends ObservationConvention<TaskExecutionObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof TaskExecutionObservationContext;
	}

}
