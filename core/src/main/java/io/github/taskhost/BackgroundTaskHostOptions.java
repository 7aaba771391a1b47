package io.github.taskhost;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

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
public record BackgroundTaskHostOptions(String producer, Cancel cancel, Close close, Shutdown shutdown, Limits limits,
		Retention retention, Events events, Reports reports, Control control, KindOptions defaults,
		Map<String, KindOptions> kinds) {

	/**
	 * Checks the kinds.
	 * @throws InvalidTaskArgumentException if a kind is not valid
	 */
	public BackgroundTaskHostOptions {
		producer = Texts.clean(producer, Texts.NAME);
		kinds = Map.copyOf(kinds);
		kinds.keySet().forEach(Texts::kind);
		if (defaults.maxConcurrent() != null) {
			throw new InvalidTaskArgumentException(
					"max-concurrent is a limit of one kind: set it at the kind, not for all.");
		}
		if (defaults.cancelPolicy() == CancelPolicy.EXTERNAL) {
			throw new InvalidTaskArgumentException("EXTERNAL cannot be the cancel policy of every kind: "
					+ "bodies need COOPERATIVE or ABORT_LOCAL. Set it at the kinds of reported work.");
		}
	}

	/**
	 * The default options.
	 * @return options
	 */
	public static BackgroundTaskHostOptions withDefaults() {
		return new BackgroundTaskHostOptions("taskhost", Cancel.withDefaults(), Close.withDefaults(),
				Shutdown.withDefaults(), Limits.withDefaults(), Retention.withDefaults(), Events.withDefaults(),
				Reports.withDefaults(), Control.withDefaults(), KindOptions.NONE, Map.of());
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
	public BackgroundTaskHostOptions withCancel(Cancel cancel) {
		return new BackgroundTaskHostOptions(this.producer, cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * These options with another way to close.
	 * @param close how sessions close
	 * @return new options
	 */
	public BackgroundTaskHostOptions withClose(Close close) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * These options with another way to stop.
	 * @param shutdown how the host stops
	 * @return new options
	 */
	public BackgroundTaskHostOptions withShutdown(Shutdown shutdown) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, shutdown, this.limits,
				this.retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * These options with other limits.
	 * @param change makes the new limits of the present ones
	 * @return new options
	 */
	public BackgroundTaskHostOptions withLimits(UnaryOperator<Limits> change) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown,
				change.apply(this.limits), this.retention, this.events, this.reports, this.control, this.defaults,
				this.kinds);
	}

	/**
	 * These options with another retention.
	 * @param retention how long terminal records are kept
	 * @return new options
	 */
	public BackgroundTaskHostOptions withRetention(Retention retention) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				retention, this.events, this.reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * These options with another delivery of events.
	 * @param events how events are delivered
	 * @return new options
	 */
	public BackgroundTaskHostOptions withEvents(Events events) {
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
	public BackgroundTaskHostOptions withReports(Reports reports) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, reports, this.control, this.defaults, this.kinds);
	}

	/**
	 * These options with others for control calls.
	 * @param control how the executors of kinds are called
	 * @return new options
	 */
	public BackgroundTaskHostOptions withControl(Control control) {
		return new BackgroundTaskHostOptions(this.producer, this.cancel, this.close, this.shutdown, this.limits,
				this.retention, this.events, this.reports, control, this.defaults, this.kinds);
	}

	private static Duration notNegative(String what, Duration value) {
		if (value.isNegative()) {
			throw new InvalidTaskArgumentException("taskhost." + what + " is " + value + ": use zero or more.");
		}
		return value;
	}

	private static void positive(String what, long value) {
		if (value < 1) {
			throw new InvalidTaskArgumentException("taskhost." + what + " is " + value + ": use at least 1.");
		}
	}

	/**
	 * How cancel requests are carried out.
	 *
	 * @param gracePeriod how long a body may wind down before it is interrupted
	 * @param abandonAfter how long it may go on after that before its record is ended
	 * @param escalate whether it is interrupted and abandoned at all
	 * @param cascade whether a cancellation reaches the live descendants
	 */
	public record Cancel(Duration gracePeriod, Duration abandonAfter, boolean escalate, boolean cascade) {

		/**
		 * Checks the times.
		 * @throws InvalidTaskArgumentException if one is negative
		 */
		public Cancel {
			notNegative("cancel.grace-period", gracePeriod);
			notNegative("cancel.abandon-after", abandonAfter);
		}

		/**
		 * The defaults.
		 * @return options
		 */
		public static Cancel withDefaults() {
			return new Cancel(Duration.parse(TaskhostDefaults.CANCEL_GRACE_PERIOD),
					Duration.parse(TaskhostDefaults.CANCEL_ABANDON_AFTER),
					Boolean.parseBoolean(TaskhostDefaults.CANCEL_ESCALATE),
					Boolean.parseBoolean(TaskhostDefaults.CANCEL_CASCADE));
		}

	}

	/**
	 * How sessions close.
	 *
	 * @param transferFallback what becomes of a task that should move when there is no
	 * successor or it refuses: {@link ClosePolicy#CANCEL} or {@link ClosePolicy#KEEP}
	 * @param hiddenTimeout how long hidden work is awaited before it is interrupted
	 */
	public record Close(ClosePolicy transferFallback, Duration hiddenTimeout) {

		/**
		 * Checks the fallback and the time.
		 * @throws InvalidTaskArgumentException if the fallback is
		 * {@link ClosePolicy#TRANSFER} or the time negative
		 */
		public Close {
			if (transferFallback == ClosePolicy.TRANSFER) {
				throw new InvalidTaskArgumentException(
						"taskhost.close.transfer-fallback is TRANSFER: use CANCEL or KEEP.");
			}
			notNegative("close.hidden-timeout", hiddenTimeout);
		}

		/**
		 * The defaults.
		 * @return options
		 */
		public static Close withDefaults() {
			return new Close(ClosePolicy.valueOf(TaskhostDefaults.CLOSE_TRANSFER_FALLBACK),
					Duration.parse(TaskhostDefaults.CLOSE_HIDDEN_TIMEOUT));
		}

	}

	/**
	 * How the host stops.
	 *
	 * @param gracePeriod how long bodies may wind down before they are interrupted
	 * @param interruptWait how long threads are awaited after that
	 */
	public record Shutdown(Duration gracePeriod, Duration interruptWait) {

		/**
		 * Checks the times.
		 * @throws InvalidTaskArgumentException if one is negative
		 */
		public Shutdown {
			notNegative("shutdown.grace-period", gracePeriod);
			notNegative("shutdown.interrupt-wait", interruptWait);
		}

		/**
		 * The defaults.
		 * @return options
		 */
		public static Shutdown withDefaults() {
			return new Shutdown(Duration.parse(TaskhostDefaults.SHUTDOWN_GRACE_PERIOD),
					Duration.parse(TaskhostDefaults.SHUTDOWN_INTERRUPT_WAIT));
		}

	}

	/**
	 * How much work the host takes. Past a limit, work is refused with a
	 * {@link TaskRejectedException}; nothing that was taken is dropped.
	 *
	 * @param liveTasks live tasks in all
	 * @param liveTasksPerSession live tasks of one session
	 * @param hiddenTasks hidden tasks in all
	 * @param hiddenFailures failures of hidden work that are kept for one session; later
	 * ones are logged and counted only
	 * @param kinds kinds
	 * @param subscriptions subscriptions
	 * @param attempts earlier attempts that are kept for one task; the oldest go first
	 * @param wakes wakes that wait to be drained in all; past that the oldest go
	 * @param wakesPerSession wakes of one session that wait to be drained; past that its
	 * oldest go
	 */
	public record Limits(int liveTasks, int liveTasksPerSession, int hiddenTasks, int hiddenFailures, int kinds,
			int subscriptions, int attempts, int wakes, int wakesPerSession) {

		/**
		 * Checks the numbers.
		 * @throws InvalidTaskArgumentException if one is less than 1
		 */
		public Limits {
			positive("limits.live-tasks", liveTasks);
			positive("limits.live-tasks-per-session", liveTasksPerSession);
			positive("limits.hidden-tasks", hiddenTasks);
			positive("limits.hidden-failures", hiddenFailures);
			positive("limits.kinds", kinds);
			positive("limits.subscriptions", subscriptions);
			positive("limits.attempts", attempts);
			positive("limits.wakes", wakes);
			positive("limits.wakes-per-session", wakesPerSession);
		}

		/**
		 * The defaults.
		 * @return options
		 */
		public static Limits withDefaults() {
			return new Limits(Integer.parseInt(TaskhostDefaults.LIMIT_LIVE_TASKS),
					Integer.parseInt(TaskhostDefaults.LIMIT_LIVE_TASKS_PER_SESSION),
					Integer.parseInt(TaskhostDefaults.LIMIT_HIDDEN_TASKS),
					Integer.parseInt(TaskhostDefaults.LIMIT_HIDDEN_FAILURES),
					Integer.parseInt(TaskhostDefaults.LIMIT_KINDS),
					Integer.parseInt(TaskhostDefaults.LIMIT_SUBSCRIPTIONS),
					Integer.parseInt(TaskhostDefaults.LIMIT_ATTEMPTS), Integer.parseInt(TaskhostDefaults.LIMIT_WAKES),
					Integer.parseInt(TaskhostDefaults.LIMIT_WAKES_PER_SESSION));
		}

		/**
		 * These limits with another for earlier attempts.
		 * @param attempts earlier attempts that are kept for one task
		 * @return new limits
		 */
		public Limits withAttempts(int attempts) {
			return new Limits(this.liveTasks, this.liveTasksPerSession, this.hiddenTasks, this.hiddenFailures,
					this.kinds, this.subscriptions, attempts, this.wakes, this.wakesPerSession);
		}

		/**
		 * These limits with others for wakes.
		 * @param inAll wakes that wait in all
		 * @param perSession wakes of one session that wait
		 * @return new limits
		 */
		public Limits withWakes(int inAll, int perSession) {
			return new Limits(this.liveTasks, this.liveTasksPerSession, this.hiddenTasks, this.hiddenFailures,
					this.kinds, this.subscriptions, this.attempts, inAll, perSession);
		}

		/**
		 * These limits with others for live tasks.
		 * @param inAll live tasks in all
		 * @param perSession live tasks of one session
		 * @return new limits
		 */
		public Limits withLiveTasks(int inAll, int perSession) {
			return new Limits(inAll, perSession, this.hiddenTasks, this.hiddenFailures, this.kinds, this.subscriptions,
					this.attempts, this.wakes, this.wakesPerSession);
		}

		/**
		 * These limits with others for hidden tasks.
		 * @param inAll hidden tasks in all
		 * @param failures failures that are kept for one session
		 * @return new limits
		 */
		public Limits withHiddenTasks(int inAll, int failures) {
			return new Limits(this.liveTasks, this.liveTasksPerSession, inAll, failures, this.kinds, this.subscriptions,
					this.attempts, this.wakes, this.wakesPerSession);
		}

		/**
		 * These limits with another for kinds.
		 * @param kinds kinds
		 * @return new limits
		 */
		public Limits withKinds(int kinds) {
			return new Limits(this.liveTasks, this.liveTasksPerSession, this.hiddenTasks, this.hiddenFailures, kinds,
					this.subscriptions, this.attempts, this.wakes, this.wakesPerSession);
		}

		/**
		 * These limits with another for subscriptions.
		 * @param subscriptions subscriptions
		 * @return new limits
		 */
		public Limits withSubscriptions(int subscriptions) {
			return new Limits(this.liveTasks, this.liveTasksPerSession, this.hiddenTasks, this.hiddenFailures,
					this.kinds, subscriptions, this.attempts, this.wakes, this.wakesPerSession);
		}

	}

	/**
	 * How long terminal records are kept. Whichever bound is met first removes the record
	 * that ended first.
	 *
	 * @param maxAge for how long
	 * @param maxRecords how many
	 */
	public record Retention(Duration maxAge, int maxRecords) {

		/**
		 * Checks the bounds.
		 * @throws InvalidTaskArgumentException if one is negative
		 */
		public Retention {
			notNegative("retention.max-age", maxAge);
			if (maxRecords < 0) {
				throw new InvalidTaskArgumentException(
						"taskhost.retention.max-records is " + maxRecords + ": use zero or more.");
			}
		}

		/**
		 * The defaults.
		 * @return options
		 */
		public static Retention withDefaults() {
			return new Retention(Duration.parse(TaskhostDefaults.RETENTION_MAX_AGE),
					Integer.parseInt(TaskhostDefaults.RETENTION_MAX_RECORDS));
		}

	}

	/**
	 * How events are delivered.
	 *
	 * @param progressInterval the shortest time between two progress events of a task,
	 * and between two updates
	 * @param subscriptionBuffer how many events a subscription buffers; past that it
	 * loses the oldest
	 * @param maxQueued how many events of one task may wait for slow listeners; past that
	 * new ones are dropped and counted, its end never
	 */
	public record Events(Duration progressInterval, int subscriptionBuffer, int maxQueued) {

		/**
		 * Checks the bounds.
		 * @throws InvalidTaskArgumentException if the time is negative or a number less
		 * than 1
		 */
		public Events {
			notNegative("events.progress-interval", progressInterval);
			positive("events.subscription-buffer", subscriptionBuffer);
			positive("events.max-queued", maxQueued);
		}

		/**
		 * The defaults.
		 * @return options
		 */
		public static Events withDefaults() {
			return new Events(Duration.parse(TaskhostDefaults.EVENTS_PROGRESS_INTERVAL),
					Integer.parseInt(TaskhostDefaults.EVENTS_SUBSCRIPTION_BUFFER),
					Integer.parseInt(TaskhostDefaults.EVENTS_MAX_QUEUED));
		}

	}

	/**
	 * How much of what tasks report is kept.
	 *
	 * @param outputLines lines of output of one task; the oldest go first
	 * @param outputSize bytes of output of one task, as UTF-16; the oldest lines go first
	 * @param messages messages of one task; the oldest that wait for nobody go first, and
	 * when all wait, another one is refused
	 * @param messageSize bytes of one message, as UTF-16; a larger one is refused
	 * @param artifacts artifacts of one task; another one is refused
	 * @param answers answers that are kept for one task; another question is refused
	 * @param totalSize bytes of the output and messages of all tasks, as UTF-16; those of
	 * tasks that ended first go first, then those of the task that reports
	 */
	public record Reports(int outputLines, long outputSize, int messages, long messageSize, int artifacts, int answers,
			long totalSize) {

		/**
		 * Checks the numbers.
		 * @throws InvalidTaskArgumentException if one is less than 1
		 */
		public Reports {
			positive("output.retained", outputLines);
			positive("output.retained-size", outputSize);
			positive("messages.retained", messages);
			positive("messages.max-size", messageSize);
			positive("limits.artifacts", artifacts);
			positive("limits.answers", answers);
			positive("limits.report-size", totalSize);
		}

		/**
		 * The defaults.
		 * @return options
		 */
		public static Reports withDefaults() {
			return new Reports(Integer.parseInt(TaskhostDefaults.OUTPUT_RETAINED),
					bytes(TaskhostDefaults.OUTPUT_RETAINED_SIZE), Integer.parseInt(TaskhostDefaults.MESSAGES_RETAINED),
					bytes(TaskhostDefaults.MESSAGES_MAX_SIZE), Integer.parseInt(TaskhostDefaults.LIMIT_ARTIFACTS),
					Integer.parseInt(TaskhostDefaults.LIMIT_ANSWERS), bytes(TaskhostDefaults.LIMIT_REPORT_SIZE));
		}

		private static long bytes(String size) {
			long unit = size.endsWith("MB") ? 1024 * 1024 : 1024;
			return unit * Long.parseLong(size.substring(0, size.length() - 2));
		}

	}

	/**
	 * How the executors of kinds are called.
	 *
	 * @param timeout how long one call may take before it is interrupted and has failed
	 * @param reconcileJitter by which part of it the interval of reconciling varies,
	 * either way: from 0 to 1
	 * @param maxBackoff the longest wait until a reconciling that failed is tried again
	 */
	public record Control(Duration timeout, double reconcileJitter, Duration maxBackoff) {

		/**
		 * Checks the bounds.
		 * @throws InvalidTaskArgumentException if a duration is not positive, or the
		 * jitter not from 0 to 1
		 */
		public Control {
			if (!timeout.isPositive()) {
				throw new InvalidTaskArgumentException(
						"taskhost.control.timeout is " + timeout + ": use more than zero.");
			}
			if (!maxBackoff.isPositive()) {
				throw new InvalidTaskArgumentException(
						"taskhost.control.max-backoff is " + maxBackoff + ": use more than zero.");
			}
			if (!(reconcileJitter >= 0 && reconcileJitter <= 1)) {
				throw new InvalidTaskArgumentException(
						"taskhost.control.reconcile-jitter is " + reconcileJitter + ": use 0 to 1.");
			}
		}

		/**
		 * The defaults.
		 * @return options
		 */
		public static Control withDefaults() {
			return new Control(Duration.parse(TaskhostDefaults.CONTROL_TIMEOUT),
					Double.parseDouble(TaskhostDefaults.CONTROL_RECONCILE_JITTER),
					Duration.parse(TaskhostDefaults.CONTROL_MAX_BACKOFF));
		}

	}

	/** What a body runs on. */
	public enum ThreadType {

		/** A virtual thread: for work that waits. */
		VIRTUAL,

		/** A platform thread: for work that computes. */
		PLATFORM

	}

	/**
	 * The options of a kind. A registration overrides the policies, the timeout and what
	 * it says about starts and retries.
	 *
	 * @param cancelPolicy how cancel requests are carried out, or {@code null}
	 * @param closePolicy what becomes of tasks when their session closes, or {@code null}
	 * @param timeout how long one attempt may run, or {@code null}
	 * @param maxConcurrent how many bodies of the kind may run at once, or {@code null}
	 * for no bound
	 * @param thread what bodies run on, or {@code null}
	 * @param reconcileInterval how often the kind's executor brings a live task up to
	 * date, or {@code null} for never
	 * @param retry whether a failed attempt is followed by another, or {@code null}
	 * @param heartbeatTimeout how long running work may be silent, or {@code null} for as
	 * long as it likes
	 * @param startAfterCommit whether a start waits for the commit of the transaction
	 * that it is asked for in, or {@code null} for yes
	 */
	public record KindOptions(@Nullable CancelPolicy cancelPolicy, @Nullable ClosePolicy closePolicy,
			@Nullable Duration timeout, @Nullable Integer maxConcurrent, @Nullable ThreadType thread,
			@Nullable Duration reconcileInterval, @Nullable TaskRetryPolicy retry, @Nullable Duration heartbeatTimeout,
			@Nullable Boolean startAfterCommit) {

		/** Nothing set. */
		public static final KindOptions NONE = new KindOptions(null, null, null, null, null, null, null, null, null);

		/**
		 * Checks the bounds.
		 * @throws InvalidTaskArgumentException if a time is not positive or the number
		 * less than 1
		 */
		public KindOptions {
			requirePositive("timeout", timeout);
			requirePositive("reconcile-interval", reconcileInterval);
			requirePositive("heartbeat-timeout", heartbeatTimeout);
			if (maxConcurrent != null && maxConcurrent < 1) {
				throw new InvalidTaskArgumentException(
						"The max-concurrent of a kind is " + maxConcurrent + ": use at least 1.");
			}
		}

		private static void requirePositive(String what, @Nullable Duration time) {
			if (time != null && !time.isPositive()) {
				throw new InvalidTaskArgumentException(
						"The " + what + " of a kind is " + time + ": use more than zero.");
			}
		}

		/**
		 * These options, with others for what they leave out.
		 * @param others the others
		 * @return new options
		 */
		public KindOptions orElse(KindOptions others) {
			return new KindOptions(either(this.cancelPolicy, others.cancelPolicy),
					either(this.closePolicy, others.closePolicy), either(this.timeout, others.timeout),
					either(this.maxConcurrent, others.maxConcurrent), either(this.thread, others.thread),
					either(this.reconcileInterval, others.reconcileInterval), either(this.retry, others.retry),
					either(this.heartbeatTimeout, others.heartbeatTimeout),
					either(this.startAfterCommit, others.startAfterCommit));
		}

		private static <T> @Nullable T either(@Nullable T own, @Nullable T other) {
			return (own != null) ? own : other;
		}

		/**
		 * These options with another cancel policy.
		 * @param cancelPolicy the policy
		 * @return new options
		 */
		public KindOptions withCancelPolicy(CancelPolicy cancelPolicy) {
			return new KindOptions(cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
					this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit);
		}

		/**
		 * These options with another close policy.
		 * @param closePolicy the policy
		 * @return new options
		 */
		public KindOptions withClosePolicy(ClosePolicy closePolicy) {
			return new KindOptions(this.cancelPolicy, closePolicy, this.timeout, this.maxConcurrent, this.thread,
					this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit);
		}

		/**
		 * These options with another timeout.
		 * @param timeout more than zero
		 * @return new options
		 */
		public KindOptions withTimeout(Duration timeout) {
			return new KindOptions(this.cancelPolicy, this.closePolicy, timeout, this.maxConcurrent, this.thread,
					this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit);
		}

		/**
		 * These options with another limit of bodies at once.
		 * @param maxConcurrent at least 1
		 * @return new options
		 */
		public KindOptions withMaxConcurrent(int maxConcurrent) {
			return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, maxConcurrent, this.thread,
					this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit);
		}

		/**
		 * These options with another type of thread.
		 * @param thread the type
		 * @return new options
		 */
		public KindOptions withThread(ThreadType thread) {
			return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, thread,
					this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit);
		}

		/**
		 * These options with another interval of reconciling.
		 * @param reconcileInterval more than zero
		 * @return new options
		 */
		public KindOptions withReconcileInterval(Duration reconcileInterval) {
			return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
					reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit);
		}

		/**
		 * These options with another policy of retries.
		 * @param retry the policy
		 * @return new options
		 */
		public KindOptions withRetry(TaskRetryPolicy retry) {
			return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
					this.reconcileInterval, retry, this.heartbeatTimeout, this.startAfterCommit);
		}

		/**
		 * These options with another bound of silence.
		 * @param heartbeatTimeout more than zero
		 * @return new options
		 */
		public KindOptions withHeartbeatTimeout(Duration heartbeatTimeout) {
			return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
					this.reconcileInterval, this.retry, heartbeatTimeout, this.startAfterCommit);
		}

		/**
		 * These options with another time to start.
		 * @param startAfterCommit whether a start waits for the commit of its transaction
		 * @return new options
		 */
		public KindOptions withStartAfterCommit(boolean startAfterCommit) {
			return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
					this.reconcileInterval, this.retry, this.heartbeatTimeout, startAfterCommit);
		}

	}

}
