package io.github.taskhost.autoconfigure.metrics;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The execution timers of one kind, by outcome and failure. A timer is registered when
 * the first task ends with its outcome, or before.
 */
final class ExecutionTimers {

	private static final FailureKind[] FAILURES = FailureKind.values();

	private static final int COLUMNS = FAILURES.length + 1;

	private final MeterRegistry registry;

	private final String kind;

	private final AtomicReferenceArray<Timer> timers = new AtomicReferenceArray<>(
			BackgroundTaskState.values().length * COLUMNS);

	ExecutionTimers(MeterRegistry registry, String kind) {
		this.registry = registry;
		this.kind = kind;
	}

	@SuppressWarnings("EnumOrdinal") // an array index, not stored
	Timer of(BackgroundTaskRecord record) {
		TaskFailure failure = (record.state() == BackgroundTaskState.FAILED) ? record.failure() : null;
		int column = (failure != null) ? failure.kind().ordinal() : FAILURES.length;
		int index = record.state().ordinal() * COLUMNS + column;
		Timer timer = this.timers.get(index);
		if (timer == null) {
			timer = register(record.state(), column);
			this.timers.set(index, timer);
		}
		return timer;
	}

	/** Registers the timers of all outcomes, with their failures. */
	void registerAll() {
		register(BackgroundTaskState.COMPLETED, FAILURES.length);
		register(BackgroundTaskState.CANCELLED, FAILURES.length);
		for (int column = 0; column < FAILURES.length; column++) {
			register(BackgroundTaskState.FAILED, column);
		}
	}

	/** The registry returns the same timer to concurrent callers. */
	private Timer register(BackgroundTaskState outcome, int column) {
		return Timer.builder("taskhost.task.execution")
			.description("Time from the start to the end of tasks, including waiting")
			.tag("kind", this.kind)
			.tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
			.tag("failure", (column < FAILURES.length) ? FAILURES[column].name().toLowerCase(Locale.ROOT) : "none")
			.register(this.registry);
	}

}
