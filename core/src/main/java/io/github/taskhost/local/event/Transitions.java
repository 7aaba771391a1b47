package io.github.taskhost.local.event;

import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;

/**
 * Reports changes of state to the metrics recorder.
 */
public final class Transitions implements ChangeListener {

	private final BackgroundTaskMetricsRecorder metrics;

	public Transitions(BackgroundTaskMetricsRecorder metrics) {
		this.metrics = metrics;
	}

	@Override
	public void changed(Change change) {
		if (change.isTransition() && !change.outcome().removed()) {
			this.metrics.transition(change.before(), change.after());
		}
	}

}
