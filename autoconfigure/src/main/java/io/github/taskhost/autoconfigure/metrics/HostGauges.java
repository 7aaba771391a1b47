package io.github.taskhost.autoconfigure.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.schedule.ScheduleCounts;
import io.github.taskhost.task.BackgroundTaskState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Gauges of the statistics of the host. A scrape reads counters and walks no tasks. The
 * gauges of a kind are registered with its first task and stay registered.
 */
final class HostGauges implements MeterBinder {

	private final BackgroundTaskStatistics statistics;

	private final KindTags kinds;

	HostGauges(BackgroundTaskHost host, KindTags kinds) {
		this.statistics = host.statistics();
		this.kinds = kinds;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "taskhost.tasks.unresponsive", "Threads that outlived the end of their task", "threads",
				BackgroundTaskStatistics::unresponsive);
		gauge(registry, "taskhost.tasks.unstopped", "Tasks whose owner could not be told to end the work", "tasks",
				BackgroundTaskStatistics::unstopped);
		gauge(registry, "taskhost.tasks.hidden", "Running hidden tasks", "tasks", BackgroundTaskStatistics::hidden);
		gauge(registry, "taskhost.sessions", "Sessions with a record or with hidden work", "sessions",
				BackgroundTaskStatistics::sessions);
		schedules(registry);
		oldest(registry, BackgroundTaskState.PENDING);
		oldest(registry, BackgroundTaskState.WAITING);
		oldest(registry, BackgroundTaskState.CANCEL_REQUESTED);
		tasks(registry, KindTags.OTHER, this::others);
		this.kinds.forEach((kind) -> {
			tasks(registry, kind, (state) -> this.statistics.live(kind, state));
			rateLimited(registry, kind);
		});
	}

	private void gauge(MeterRegistry registry, String name, String description, String unit,
			ToDoubleFunction<BackgroundTaskStatistics> value) {
		Gauge.builder(name, this.statistics, value)
			.description(description)
			.baseUnit(unit)
			.strongReference(true)
			.register(registry);
	}

	private void schedules(MeterRegistry registry) {
		gauge(registry, "taskhost.schedules", "Recurring schedules", "schedules",
				(statistics) -> statistics.schedules().schedules());
		TimeGauge
			.builder("taskhost.schedules.next.age", this.statistics, TimeUnit.SECONDS,
					(statistics) -> statistics.schedules().overdue().toMillis() / 1000.0)
			.description("Time by which the most overdue run of a schedule is late")
			.strongReference(true)
			.register(registry);
		dueTimes(registry, "runs", "runs", "Runs that schedules started", ScheduleCounts::runs);
		dueTimes(registry, "misfires", "misfires", "Due times of schedules that passed without a run",
				ScheduleCounts::misfires);
		dueTimes(registry, "skipped", "runs", "Due times of schedules at which the last run was live",
				ScheduleCounts::skipped);
		dueTimes(registry, "refused", "runs", "Runs of schedules that the host refused", ScheduleCounts::refused);
	}

	/** Counters of the due times that this process has decided. */
	private void dueTimes(MeterRegistry registry, String name, String unit, String description,
			ToDoubleFunction<ScheduleCounts> count) {
		FunctionCounter
			.builder("taskhost.schedules." + name, this.statistics,
					(statistics) -> count.applyAsDouble(statistics.schedules().counts()))
			.description(description)
			.baseUnit(unit)
			.register(registry);
	}

	private void oldest(MeterRegistry registry, BackgroundTaskState state) {
		TimeGauge
			.builder("taskhost.tasks.oldest.age", this.statistics, TimeUnit.SECONDS,
					(statistics) -> statistics.oldest(state).map(HostGauges::secondsSince).orElse(0.0))
			.description("Time for which the oldest task in the state has been in it")
			.strongReference(true)
			.tag("state", name(state))
			.register(registry);
	}

	private static double secondsSince(Instant time) {
		return Math.max(0, Duration.between(time, Instant.now()).toMillis() / 1000.0);
	}

	private void tasks(MeterRegistry registry, String kind, ToDoubleFunction<BackgroundTaskState> count) {
		for (BackgroundTaskState state : BackgroundTaskState.values()) {
			if (!state.isTerminal()) {
				Gauge.builder("taskhost.tasks", state, count)
					.description("Live tasks")
					.baseUnit("tasks")
					.tag("kind", kind)
					.tag("state", name(state))
					.register(registry);
			}
		}
	}

	private void rateLimited(MeterRegistry registry, String kind) {
		Gauge.builder("taskhost.ratelimit.waiting", this.statistics, (statistics) -> statistics.rateLimited(kind))
			.description("Tasks that wait for the rate limit of their kind")
			.baseUnit("tasks")
			.strongReference(true)
			.tag("kind", kind)
			.register(registry);
	}

	private double others(BackgroundTaskState state) {
		return this.statistics.kinds()
			.stream()
			.filter((kind) -> !this.kinds.hasOwn(kind))
			.mapToLong((kind) -> this.statistics.live(kind, state))
			.sum();
	}

	private static String name(BackgroundTaskState state) {
		return state.name().toLowerCase(Locale.ROOT);
	}

}
