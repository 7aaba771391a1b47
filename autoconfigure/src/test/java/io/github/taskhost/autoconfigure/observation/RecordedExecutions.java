package io.github.taskhost.autoconfigure.observation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.taskhost.observation.TaskExecutionObservationContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * Records the observed executions.
 */
final class RecordedExecutions implements ObservationHandler<TaskExecutionObservationContext> {

	private final List<TaskExecutionObservationContext> ended = new CopyOnWriteArrayList<>();

	private final List<Observation.Event> events = new CopyOnWriteArrayList<>();

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof TaskExecutionObservationContext;
	}

	@Override
	public void onEvent(Observation.Event event, TaskExecutionObservationContext context) {
		this.events.add(event);
	}

	@Override
	public void onStop(TaskExecutionObservationContext context) {
		this.ended.add(context);
	}

	List<TaskExecutionObservationContext> ended() {
		return this.ended;
	}

	TaskExecutionObservationContext only() {
		if (this.ended.size() != 1) {
			throw new AssertionError("Expected one execution, but found " + this.ended);
		}
		return this.ended.getFirst();
	}

	TaskExecutionObservationContext of(String taskId) {
		return this.ended.stream().filter((context) -> context.getTask().id().equals(taskId)).findFirst().orElseThrow();
	}

	List<String> events() {
		return this.events.stream().map(Observation.Event::getName).toList();
	}

	List<Long> times() {
		return this.events.stream().map(Observation.Event::getWallTime).toList();
	}

}
