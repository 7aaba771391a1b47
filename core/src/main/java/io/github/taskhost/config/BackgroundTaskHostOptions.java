package io.github.taskhost.config;

import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * The options of a host. Immutable; the defaults are those of {@link TaskhostDefaults}.
 *
 * @param producer who makes tasks that name nobody; at most 128 characters
 * @param cancel how cancel requests are carried out
 * @param close how sessions close
 * @param shutdown how the host stops
 * @param limits how much work the host takes
 * @param retention how long terminal records are kept
 * @param events how events are delivered
 * @param reports how much of what tasks report is kept
 * @param control how the executors of kinds are called
 * @param defaults the options of kinds that have none of their own
 * @param kinds the options of kinds, by kind; what is {@code null} there comes from
 * {@code defaults}
 */
public record BackgroundTaskHostOptions(String producer, CancelOptions cancel, CloseOptions close,
		ShutdownOptions shutdown, HostLimits limits, RetentionOptions retention, EventOptions events,
		ReportOptions reports, ControlOptions control, KindOptions defaults, Map<String, KindOptions> kinds) {

	/**
	 * Checks the kinds.
	 * @throws InvalidTaskArgumentException if a kind is not valid
	 */
	public BackgroundTaskHostOptions {
		producer = Texts.clean(producer, Texts.NAME);
		kinds = Map.copyOf(kinds);
		kinds.keySet().forEach(BackgroundTaskHostOptions::requireKind);
		if (defaults.maxConcurrent() != null) {
			throw new InvalidTaskArgumentException(
					"max-concurrent is a limit of one kind: set it at the kind, not for all.");
		}
		Ranges.require(defaults.cancelPolicy() != CancelPolicy.EXTERNAL, "defaults.cancel-policy",
				CancelPolicy.EXTERNAL,
				"COOPERATIVE or ABORT_LOCAL, which bodies need, and set EXTERNAL at the kinds of reported work");
	}

	private static void requireKind(String kind) {
		try {
			Names.kind(kind);
		}
		catch (InvalidTaskArgumentException ex) {
			throw new InvalidOptionException("The kind '" + kind + "'", "kinds[" + kind + "]", kind, Names.KIND_RULE);
		}
	}

	/**
	 * The default options.
	 * @return options
	 */
	public static BackgroundTaskHostOptions withDefaults() {
		return new BackgroundTaskHostOptions("taskhost", CancelOptions.withDefaults(), CloseOptions.withDefaults(),
				ShutdownOptions.withDefaults(), HostLimits.withDefaults(), RetentionOptions.withDefaults(),
				EventOptions.withDefaults(), ReportOptions.withDefaults(), ControlOptions.withDefaults(),
				KindOptions.NONE, Map.of());
	}

	/**
	 * The options for a kind, with the defaults for what it leaves out.
	 * @param kind the kind
	 * @return its options
	 */
	public KindOptions forKind(String kind) {
		KindOptions own = this.kinds.get(kind);
		return (own != null) ? own.orElse(this.defaults) : this.defaults;
	}

	/**
	 * These options with another producer.
	 * @param producer the producer
	 * @return new options
	 */
	public BackgroundTaskHostOptions withProducer(String producer) {
		return new BackgroundTaskHostOptions(producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * These options with another way to cancel.
	 * @param cancel how cancel requests are carried out
	 * @return new options
	 */
	public BackgroundTaskHostOptions withCancel(CancelOptions cancel) {
		return new BackgroundTaskHostOptions(this.producer, cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * These options with another way to close.
	 * @param close how sessions close
	 * @return new options
	 */
	public BackgroundTaskHostOptions withClose(CloseOptions close) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * These options with another way to stop.
	 * @param shutdown how the host stops
	 * @return new options
	 */
	public BackgroundTaskHostOptions withShutdown(ShutdownOptions shutdown) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * These options with other limits.
	 * @param change makes the new limits of the present ones
	 * @return new options
	 */
	public BackgroundTaskHostOptions withLimits(UnaryOperator<HostLimits> change) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown,
				change.apply(this.limits), this.retention, this.events, this.reports, this.control, this.defaults,
				this.kinds);
	}

	/**
	 * These options with another retention.
	 * @param retention how long terminal records are kept
	 * @return new options
	 */
	public BackgroundTaskHostOptions withRetention(RetentionOptions retention) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * These options with another delivery of events.
	 * @param events how events are delivered
	 * @return new options
	 */
	public BackgroundTaskHostOptions withEvents(EventOptions events) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * These options with other defaults for kinds.
	 * @param defaults the options of kinds that have none of their own
	 * @return new options
	 */
	public BackgroundTaskHostOptions withKindDefaults(KindOptions defaults) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, defaults, this.kinds);
	}

	/**
	 * These options with other kinds.
	 * @param kinds the options of kinds, by kind
	 * @return new options
	 */
	public BackgroundTaskHostOptions withKinds(Map<String, KindOptions> kinds) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, this.defaults, kinds);
	}

	/**
	 * These options with others for reports.
	 * @param reports how much of what tasks report is kept
	 * @return new options
	 */
	public BackgroundTaskHostOptions withReports(ReportOptions reports) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * These options with others for control calls.
	 * @param control how the executors of kinds are called
	 * @return new options
	 */
	public BackgroundTaskHostOptions withControl(ControlOptions control) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, control, this.defaults, this.kinds);
	}

}
