package io.github.taskhost.local;

import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;

/**
 * Reports changes of states to the recorder of metrics.
 */
final class Transitions implements ChangeListener {

	private final BackgroundTaskMetricsRecorder metrics;

	Transitions(BackgroundTaskMetricsRecorder metrics) {
		this.metrics = metrics;
	}

	@Override
	public void changed(Change change) {
		if (change.isTransition() && !change.outcome().removed()) {
			this.metrics.transition(change.before(), change.after());
		}
	}

}
