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
 * The options of a host. Immutable. The defaults are in {@link TaskhostDefaults}.
 *
 * @param producer the producer of tasks that name none; at most 128 characters
 * @param cancel options of cancellation
 * @param close options of closing a session
 * @param shutdown options of stopping the host
 * @param limits limits of the work of the host
 * @param retention options of the retention of terminal records
 * @param events options of the delivery of events
 * @param reports limits of the retained output, messages and products of tasks
 * @param control options of the calls of executors
 * @param defaults the options of kinds for values that a kind leaves out
 * @param kinds the options of kinds, by name; a {@code null} value of a kind comes from
 * {@code defaults}
 */
public record BackgroundTaskHostOptions(String producer, CancelOptions cancel, CloseOptions close,
		ShutdownOptions shutdown, HostLimits limits, RetentionOptions retention, EventOptions events,
		ReportOptions reports, ControlOptions control, KindOptions defaults, Map<String, KindOptions> kinds) {

	/**
	 * Validates the kinds and their defaults, and cleans and bounds the producer.
	 * @throws InvalidTaskArgumentException if the name of a kind is not valid, or
	 * {@code defaults} have a limit of running bodies or the policy
	 * {@link CancelPolicy#EXTERNAL}
	 */
	public BackgroundTaskHostOptions {
		producer = Texts.clean(producer, Texts.NAME);
		kinds = Map.copyOf(kinds);
		kinds.keySet().forEach(BackgroundTaskHostOptions::requireKind);
		if (defaults.maxConcurrentHere() != null) {
			throw new InvalidTaskArgumentException(
					"max-concurrent and max-concurrent-cluster are limits of one kind: set them at the kind, not for all.");
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
	 * Returns the default options.
	 * @return the options
	 */
	public static BackgroundTaskHostOptions withDefaults() {
		return new BackgroundTaskHostOptions("taskhost", CancelOptions.withDefaults(), CloseOptions.withDefaults(),
				ShutdownOptions.withDefaults(), HostLimits.withDefaults(), RetentionOptions.withDefaults(),
				EventOptions.withDefaults(), ReportOptions.withDefaults(), ControlOptions.withDefaults(),
				KindOptions.NONE, Map.of());
	}

	/**
	 * Returns the options of a kind, with the defaults for values that it leaves out.
	 * @param kind the name of the kind
	 * @return its options
	 */
	public KindOptions forKind(String kind) {
		KindOptions own = this.kinds.get(kind);
		return (own != null) ? own.orElse(this.defaults) : this.defaults;
	}

	/**
	 * Returns these options with another producer.
	 * @param producer the producer
	 * @return new options
	 */
	public BackgroundTaskHostOptions withProducer(String producer) {
		return new BackgroundTaskHostOptions(producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * Returns these options with other options of cancellation.
	 * @param cancel the options
	 * @return new options
	 */
	public BackgroundTaskHostOptions withCancel(CancelOptions cancel) {
		return new BackgroundTaskHostOptions(this.producer, cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * Returns these options with other options of closing a session.
	 * @param close the options
	 * @return new options
	 */
	public BackgroundTaskHostOptions withClose(CloseOptions close) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * Returns these options with other options of stopping the host.
	 * @param shutdown the options
	 * @return new options
	 */
	public BackgroundTaskHostOptions withShutdown(ShutdownOptions shutdown) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * Returns these options with changed limits.
	 * @param change a function from the present limits to the new ones
	 * @return new options
	 */
	public BackgroundTaskHostOptions withLimits(UnaryOperator<HostLimits> change) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown,
				change.apply(this.limits), this.retention, this.events, this.reports, this.control, this.defaults,
				this.kinds);
	}

	/**
	 * Returns these options with another retention.
	 * @param retention the options
	 * @return new options
	 */
	public BackgroundTaskHostOptions withRetention(RetentionOptions retention) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * Returns these options with other options of the delivery of events.
	 * @param events the options
	 * @return new options
	 */
	public BackgroundTaskHostOptions withEvents(EventOptions events) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * Returns these options with other defaults of kinds.
	 * @param defaults the options of kinds for values that a kind leaves out
	 * @return new options
	 */
	public BackgroundTaskHostOptions withKindDefaults(KindOptions defaults) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, defaults, this.kinds);
	}

	/**
	 * Returns these options with other kinds.
	 * @param kinds the options of kinds, by name
	 * @return new options
	 */
	public BackgroundTaskHostOptions withKinds(Map<String, KindOptions> kinds) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, this.defaults, kinds);
	}

	/**
	 * Returns these options with other limits of reports.
	 * @param reports the limits
	 * @return new options
	 */
	public BackgroundTaskHostOptions withReports(ReportOptions reports) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * Returns these options with other options of the calls of executors.
	 * @param control the options
	 * @return new options
	 */
	public BackgroundTaskHostOptions withControl(ControlOptions control) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, control, this.defaults, this.kinds);
	}

}
