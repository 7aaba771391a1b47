package io.github.taskhost.autoconfigure.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Records the events of tasks as Micrometer counters and timers. The meters of a kind are
 * looked up once, so that recording allocates nothing.
 */
final class MicrometerRecorder implements BackgroundTaskMetricsRecorder {

	/** The kind under which the host counts refused hidden work and subscriptions. */
	private static final String WITHOUT_KIND = "other";

	private static final Set<RejectionReason> WITHOUT_KIND_REASONS = EnumSet.of(RejectionReason.HIDDEN_TASKS,
			RejectionReason.SUBSCRIPTIONS);

	/** The reasons for which work with a kind is refused. */
	private static final Set<RejectionReason> REASONS = EnumSet.of(RejectionReason.LIVE_TASKS,
			RejectionReason.SESSION_LIVE_TASKS, RejectionReason.MESSAGES, RejectionReason.ANSWERS,
			RejectionReason.QUESTIONS, RejectionReason.SESSION_CLOSING, RejectionReason.SHUTDOWN);

	private final MeterRegistry registry;

	private final KindTags kinds;

	private final Map<String, KindMeters> metersByTag = new ConcurrentHashMap<>();

	private final Counter eventsLagged;

	private final Counter eventsWaited;

	private final Counter listenerFailures;

	private final Map<HostRepair, Counter> repairs = new EnumMap<>(HostRepair.class);

	MicrometerRecorder(MeterRegistry registry, KindTags kinds) {
		this.registry = registry;
		this.kinds = kinds;
		this.eventsLagged = Counter.builder("taskhost.events.lagged")
			.description("Events dropped because a subscription or a listener was too slow")
			.baseUnit("events")
			.register(registry);
		this.eventsWaited = Counter.builder("taskhost.events.waited")
			.description("Changes whose events were queued past the limit after a wait for slow listeners")
			.baseUnit("events")
			.register(registry);
		this.listenerFailures = Counter.builder("taskhost.listener.failures")
			.description("Exceptions thrown by listeners and callbacks")
			.baseUnit("failures")
			.register(registry);
		for (HostRepair repair : HostRepair.values()) {
			this.repairs.put(repair, repairs(repair));
		}
		registerAll(KindTags.OTHER);
		rejections(KindTags.OTHER, RejectionReason.KINDS);
		kindDefined(WITHOUT_KIND);
		WITHOUT_KIND_REASONS.forEach((reason) -> rejections(WITHOUT_KIND, reason));
	}

	/** Registers all meters of the kind. */
	@Override
	public void kindDefined(String kind) {
		this.kinds.define(kind);
		registerAll(kind);
	}

	private void registerAll(String tag) {
		meters(tag).registerAll();
		REASONS.forEach((reason) -> rejections(tag, reason));
	}

	@Override
	public void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
		if (before == null || before.state() != after.state()) {
			meters(this.kinds.tag(after.kind())).transition(before, after);
		}
	}

	@Override
	public void inputWaited(BackgroundTaskRecord record, Duration waited) {
		meters(this.kinds.tag(record.kind())).inputWaited(waited);
	}

	@Override
	public void message(BackgroundTaskRecord record, MessageDirection direction) {
		meters(this.kinds.tag(record.kind())).message(direction);
	}

	@Override
	public void rejected(String kind, RejectionReason reason) {
		String tag = (reason != RejectionReason.KINDS) ? this.kinds.tag(kind) : KindTags.OTHER;
		rejections(tag, reason).increment();
	}

	private Counter rejections(String tag, RejectionReason reason) {
		return Counter.builder("taskhost.tasks.rejected")
			.description("Work rejected by the host")
			.baseUnit("tasks")
			.tag("kind", tag)
			.tag("reason", reason.name().toLowerCase(Locale.ROOT))
			.register(this.registry);
	}

	@Override
	public void eventsLost(long count) {
		this.eventsLagged.increment((double) count);
	}

	@Override
	public void eventsWaited(long count) {
		this.eventsWaited.increment((double) count);
	}

	@Override
	public void listenerFailed() {
		this.listenerFailures.increment();
	}

	@Override
	public void repaired(HostRepair repair) {
		Objects.requireNonNull(this.repairs.get(repair)).increment();
	}

	private Counter repairs(HostRepair repair) {
		return Counter.builder("taskhost.host.repairs")
			.description("Faults that the supervisor of the host mended")
			.baseUnit("repairs")
			.tag("repair", repair.name().toLowerCase(Locale.ROOT))
			.register(this.registry);
	}

	/** The registry returns the same meters to concurrent callers. */
	private KindMeters meters(String tag) {
		KindMeters meters = this.metersByTag.get(tag);
		if (meters == null) {
			KindMeters fresh = new KindMeters(this.registry, tag);
			KindMeters earlier = this.metersByTag.putIfAbsent(tag, fresh);
			meters = (earlier != null) ? earlier : fresh;
		}
		return meters;
	}

}
