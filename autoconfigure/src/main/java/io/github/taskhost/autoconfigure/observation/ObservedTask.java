package io.github.taskhost.autoconfigure.observation;

import java.util.function.Supplier;

import io.github.taskhost.observation.DefaultTaskExecutionObservationConvention;
import io.github.taskhost.observation.TaskExecutionObservationContext;
import io.github.taskhost.observation.TaskExecutionObservationConvention;
import io.github.taskhost.observation.TaskExecutionObservationDocumentation;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.TaskMode;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes the attempts of one task, which run one after the other.
 */
final class ObservedTask implements TaskContextPropagator.Context {

	private static final DefaultTaskExecutionObservationConvention DEFAULT = new DefaultTaskExecutionObservationConvention();

	private static final TaskContextPropagator.Scope NOTHING = (record, thrown) -> {
	};

	private final ObservationRegistry registry;

	private final @Nullable TaskExecutionObservationConvention convention;

	private final @Nullable Observation parent;

	private volatile @Nullable TaskExecutionObservationContext firstAttempt;

	ObservedTask(ObservationRegistry registry, @Nullable TaskExecutionObservationConvention convention,
			@Nullable Observation parent) {
		this.registry = registry;
		this.convention = convention;
		this.parent = parent;
	}

	/** Hidden work and reported work have no execution in this process. */
	@Override
	public TaskContextPropagator.Scope open(@Nullable BackgroundTaskRecord task) {
		return (task != null && task.mode() == TaskMode.MANAGED) ? begin(task) : NOTHING;
	}

	/** A disabled observation leaves the observation of the spawner current. */
	private TaskContextPropagator.Scope begin(BackgroundTaskRecord task) {
		TaskExecutionObservationContext context = new TaskExecutionObservationContext(task, this.firstAttempt);
		Observation observation = observation(() -> context);
		if (observation.isNoop()) {
			return NOTHING;
		}
		if (this.firstAttempt == null) {
			this.firstAttempt = context;
		}
		return ObservedAttempt.begin(this.registry, observation, context);
	}

	private Observation observation(Supplier<TaskExecutionObservationContext> context) {
		Observation observation = TaskExecutionObservationDocumentation.TASK_EXECUTION.observation(this.convention,
				DEFAULT, context, this.registry);
		return (this.parent != null) ? observation.parentObservation(this.parent) : observation;
	}

}
