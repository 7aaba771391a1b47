package io.github.taskhost.autoconfigure.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the tasks of one kind.
 */
final class KindMeters {

	private final Map<BackgroundTaskState, Counter> transitions = new EnumMap<>(BackgroundTaskState.class);

	private final Map<MessageDirection, Counter> messages = new EnumMap<>(MessageDirection.class);

	private final Counter retries;

	private final Timer queue;

	private final Timer inputWait;

	private final Timer cancel;

	private final ExecutionTimers execution;

	KindMeters(MeterRegistry registry, String kind) {
		for (BackgroundTaskState state : BackgroundTaskState.values()) {
			this.transitions.put(state, transitions(registry, kind, state));
		}
		for (MessageDirection direction : MessageDirection.values()) {
			this.messages.put(direction, messages(registry, kind, direction));
		}
		this.retries = Counter.builder("taskhost.task.retries")
			.description("Attempts after the first, by retry or re-attach")
			.baseUnit("retries")
			.tag("kind", kind)
			.register(registry);
		this.queue = timer(registry, kind, "taskhost.task.queue", "Time from queuing to the start of tasks");
		this.inputWait = timer(registry, kind, "taskhost.task.input.wait", "Time for which questions were open");
		this.cancel = timer(registry, kind, "taskhost.task.cancel",
				"Time from the cancel request to the end of the task");
		this.execution = new ExecutionTimers(registry, kind);
	}

	private static Counter transitions(MeterRegistry registry, String kind, BackgroundTaskState state) {
		return Counter.builder("taskhost.task.transitions")
			.description("Transitions of tasks into the state")
			.baseUnit("transitions")
			.tag("kind", kind)
			.tag("state", state.name().toLowerCase(Locale.ROOT))
			.register(registry);
	}

	private static Counter messages(MeterRegistry registry, String kind, MessageDirection direction) {
		return Counter.builder("taskhost.task.messages")
			.description("Messages to and from tasks")
			.baseUnit("messages")
			.tag("kind", kind)
			.tag("direction", direction.name().toLowerCase(Locale.ROOT))
			.register(registry);
	}

	private static Timer timer(MeterRegistry registry, String kind, String name, String description) {
		return Timer.builder(name).description(description).tag("kind", kind).register(registry);
	}

	/** Registers the timers that are otherwise registered when first used. */
	void registerAll() {
		this.execution.registerAll();
	}

	void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
		increment(this.transitions.get(after.state()));
		if (before != null) {
			left(before, after);
		}
		Instant finishedAt = after.finishedAt();
		if (finishedAt != null) {
			ended(after, finishedAt);
		}
	}

	void inputWaited(Duration waited) {
		this.inputWait.record(waited.isNegative() ? Duration.ZERO : waited);
	}

	void message(MessageDirection direction) {
		increment(this.messages.get(direction));
	}

	private static void increment(@Nullable Counter counter) {
		if (counter != null) {
			counter.increment();
		}
	}

	private void left(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		if (after.attempt() > before.attempt()) {
			this.retries.increment();
		}
		if (before.state() == BackgroundTaskState.PENDING && after.state() == BackgroundTaskState.RUNNING) {
			record(this.queue, before.stateSince(), after.stateSince());
		}
	}

	private void ended(BackgroundTaskRecord record, Instant finishedAt) {
		Instant startedAt = record.startedAt();
		if (startedAt != null) {
			record(this.execution.of(record), startedAt, finishedAt);
		}
		Instant cancelRequestedAt = record.cancelRequestedAt();
		if (cancelRequestedAt != null) {
			record(this.cancel, cancelRequestedAt, finishedAt);
		}
	}

	private static void record(Timer timer, Instant from, Instant to) {
		long nanos = TimeUnit.SECONDS.toNanos(to.getEpochSecond() - from.getEpochSecond()) + to.getNano()
				- from.getNano();
		timer.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
	}

}
