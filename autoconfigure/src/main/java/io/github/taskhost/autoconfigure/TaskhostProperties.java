package io.github.taskhost.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.taskhost.config.CascadeTrigger;
import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.kind.InterruptPolicy;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.ParentFailurePolicy;
import io.github.taskhost.task.TaskhostDefaults;
import io.github.taskhost.web.TaskStreamOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Properties of Taskhost. The defaults are in {@link TaskhostDefaults}, and the options
 * of the host check the ranges.
 *
 * @param enabled Whether the application has a host for background tasks.
 * @param producer Producer of tasks that name none. Defaults to the name of the
 * application.
 * @param cancel cancellation
 * @param close closing of sessions
 * @param shutdown graceful shutdown
 * @param limits limits of work and reports
 * @param retention retention of records
 * @param events delivery of events
 * @param output retention of output
 * @param messages retention of messages
 * @param control calls of executors
 * @param payload inputs, answers and results
 * @param metrics meters
 * @param context context of callers
 * @param web tasks on the web
 * @param schedules recurring schedules
 * @param defaults default options of kinds
 * @param kinds Options of single kinds, by kind. Options that are left out come from
 * 'taskhost.defaults'.
 */
@ConfigurationProperties("taskhost")
public record TaskhostProperties(@DefaultValue("true") boolean enabled, @Nullable String producer,
		@DefaultValue Cancel cancel, @DefaultValue Close close, @DefaultValue Shutdown shutdown,
		@DefaultValue Limits limits, @DefaultValue Retention retention, @DefaultValue Events events,
		@DefaultValue Output output, @DefaultValue Messages messages, @DefaultValue Control control,
		@DefaultValue Payload payload, @DefaultValue Metrics metrics, @DefaultValue Context context,
		@DefaultValue Web web, @DefaultValue Schedules schedules, @DefaultValue Defaults defaults,
		@DefaultValue Map<String, Kind> kinds) {

	/**
	 * Cancellation.
	 *
	 * @param gracePeriod Time for a body to end after a cancel request before it is
	 * interrupted. A number without a unit means seconds.
	 * @param abandonAfter Time for a body to end after that interrupt before its record
	 * is ended without it. A number without a unit means seconds.
	 * @param escalate Whether a body that does not end is interrupted and abandoned.
	 * @param cascade Fates of a task that reach its live descendants: CANCEL, FAILURE,
	 * both, or none if the value is empty.
	 * @param ownerRetry repeated calls to owners of reported work
	 */
	public record Cancel(
			@DefaultValue(TaskhostDefaults.CANCEL_GRACE_PERIOD) @DurationUnit(ChronoUnit.SECONDS) Duration gracePeriod,
			@DefaultValue(TaskhostDefaults.CANCEL_ABANDON_AFTER) @DurationUnit(ChronoUnit.SECONDS) Duration abandonAfter,
			@DefaultValue(TaskhostDefaults.CANCEL_ESCALATE) boolean escalate,
			@DefaultValue(TaskhostDefaults.CANCEL_CASCADE) Set<CascadeTrigger> cascade,
			@DefaultValue OwnerRetry ownerRetry) {
	}

	/**
	 * Repeated calls that tell the owner or the executor of reported work to end it.
	 *
	 * @param initialDelay Delay after the first call that failed or exceeded its timeout.
	 * Doubles with each further one. A number without a unit means seconds.
	 * @param maxDelay Maximum delay between two such calls. A number without a unit means
	 * seconds.
	 */
	public record OwnerRetry(
			@DefaultValue(TaskhostDefaults.CANCEL_OWNER_RETRY_INITIAL_DELAY) @DurationUnit(ChronoUnit.SECONDS) Duration initialDelay,
			@DefaultValue(TaskhostDefaults.CANCEL_OWNER_RETRY_MAX_DELAY) @DurationUnit(ChronoUnit.SECONDS) Duration maxDelay) {
	}

	/**
	 * Closing of sessions.
	 *
	 * @param transferFallback Policy for a task that cannot be transferred because there
	 * is no successor or it refuses: CANCEL or KEEP.
	 * @param hiddenTimeout Time for hidden work to end before a close interrupts it. A
	 * number without a unit means seconds.
	 */
	public record Close(@DefaultValue(TaskhostDefaults.CLOSE_TRANSFER_FALLBACK) ClosePolicy transferFallback,
			@DefaultValue(TaskhostDefaults.CLOSE_HIDDEN_TIMEOUT) @DurationUnit(ChronoUnit.SECONDS) Duration hiddenTimeout) {
	}

	/**
	 * Graceful shutdown.
	 *
	 * @param gracePeriod Time for bodies to end at shutdown before they are interrupted.
	 * A number without a unit means seconds. Keep this and 'interrupt-wait' together
	 * below 'spring.lifecycle.timeout-per-shutdown-phase'.
	 * @param interruptWait Time for threads to end after shutdown interrupted them. A
	 * number without a unit means seconds.
	 */
	public record Shutdown(
			@DefaultValue(TaskhostDefaults.SHUTDOWN_GRACE_PERIOD) @DurationUnit(ChronoUnit.SECONDS) Duration gracePeriod,
			@DefaultValue(TaskhostDefaults.SHUTDOWN_INTERRUPT_WAIT) @DurationUnit(ChronoUnit.SECONDS) Duration interruptWait) {
	}

	/**
	 * Limits of work and reports. Past a limit, work is refused.
	 *
	 * @param liveTasks Maximum number of live tasks.
	 * @param liveTasksPerSession Maximum number of live tasks of a session.
	 * @param hiddenTasks Maximum number of hidden tasks.
	 * @param hiddenFailures Maximum number of retained failures of the hidden work of a
	 * session.
	 * @param kinds Maximum number of kinds.
	 * @param subscriptions Maximum number of subscriptions to events.
	 * @param attempts Maximum number of retained earlier attempts of a task. The oldest
	 * are dropped first.
	 * @param wakes Maximum number of queued wakes. Past that, the oldest are dropped.
	 * @param wakesPerSession Maximum number of queued wakes of a session. Past that, its
	 * oldest are dropped.
	 * @param recoveries Number of processes in a row that a durable task may lose while
	 * it runs. The last loss ends the task.
	 * @param artifacts Maximum number of artifacts of a task.
	 * @param answers Maximum number of retained answers of a task. Past that, a question
	 * with a further key is refused. A warning is logged at 80 %.
	 * @param questions Maximum number of threads of a body that wait for their turn to
	 * ask a question. Past that, the question is refused.
	 * @param reportSize Maximum size of the output and messages of all tasks, as UTF-16.
	 * Past that, those of tasks that ended first are dropped.
	 */
	public record Limits(@DefaultValue(TaskhostDefaults.LIMIT_LIVE_TASKS) int liveTasks,
			@DefaultValue(TaskhostDefaults.LIMIT_LIVE_TASKS_PER_SESSION) int liveTasksPerSession,
			@DefaultValue(TaskhostDefaults.LIMIT_HIDDEN_TASKS) int hiddenTasks,
			@DefaultValue(TaskhostDefaults.LIMIT_HIDDEN_FAILURES) int hiddenFailures,
			@DefaultValue(TaskhostDefaults.LIMIT_KINDS) int kinds,
			@DefaultValue(TaskhostDefaults.LIMIT_SUBSCRIPTIONS) int subscriptions,
			@DefaultValue(TaskhostDefaults.LIMIT_ATTEMPTS) int attempts,
			@DefaultValue(TaskhostDefaults.LIMIT_WAKES) int wakes,
			@DefaultValue(TaskhostDefaults.LIMIT_WAKES_PER_SESSION) int wakesPerSession,
			@DefaultValue(TaskhostDefaults.LIMIT_RECOVERIES) int recoveries,
			@DefaultValue(TaskhostDefaults.LIMIT_ARTIFACTS) int artifacts,
			@DefaultValue(TaskhostDefaults.LIMIT_ANSWERS) int answers,
			@DefaultValue(TaskhostDefaults.LIMIT_QUESTIONS) int questions,
			@DefaultValue(TaskhostDefaults.LIMIT_REPORT_SIZE) DataSize reportSize) {
	}

	/**
	 * Retention of records.
	 *
	 * @param maxAge Retention time of the record of an ended task. A number without a
	 * unit means seconds.
	 * @param maxRecords Maximum number of retained records of ended tasks. Past that,
	 * those that ended first are removed.
	 */
	public record Retention(
			@DefaultValue(TaskhostDefaults.RETENTION_MAX_AGE) @DurationUnit(ChronoUnit.SECONDS) Duration maxAge,
			@DefaultValue(TaskhostDefaults.RETENTION_MAX_RECORDS) int maxRecords) {
	}

	/**
	 * Delivery of events.
	 *
	 * @param progressInterval Minimum time between two progress events of a task, and
	 * between two updates; the latest wins. A number without a unit means milliseconds.
	 * @param subscriptionBuffer Maximum number of events that a subscription buffers for
	 * a slow reader. Past that, it loses the oldest.
	 * @param maxQueued Maximum number of events of a task that wait for slow listeners.
	 * Past that, its progress, updates and messages are dropped and counted, and its
	 * other changes wait for room, a second each at most.
	 */
	public record Events(
			@DefaultValue(TaskhostDefaults.EVENTS_PROGRESS_INTERVAL) @DurationUnit(ChronoUnit.MILLIS) Duration progressInterval,
			@DefaultValue(TaskhostDefaults.EVENTS_SUBSCRIPTION_BUFFER) int subscriptionBuffer,
			@DefaultValue(TaskhostDefaults.EVENTS_MAX_QUEUED) int maxQueued) {
	}

	/**
	 * Retention of output.
	 *
	 * @param retained Maximum number of retained lines of output of a task. The oldest
	 * are dropped first.
	 * @param retainedSize Maximum size of the retained output of a task, as UTF-16. The
	 * oldest lines are dropped first.
	 */
	public record Output(@DefaultValue(TaskhostDefaults.OUTPUT_RETAINED) int retained,
			@DefaultValue(TaskhostDefaults.OUTPUT_RETAINED_SIZE) DataSize retainedSize) {
	}

	/**
	 * Retention of messages.
	 *
	 * @param retained Maximum number of retained messages of a task. The oldest without
	 * pending delivery are dropped first. If all are pending, a new one is refused.
	 * @param maxSize Maximum size of a message, as UTF-16. A larger one is refused.
	 */
	public record Messages(@DefaultValue(TaskhostDefaults.MESSAGES_RETAINED) int retained,
			@DefaultValue(TaskhostDefaults.MESSAGES_MAX_SIZE) DataSize maxSize) {
	}

	/**
	 * Calls of executors.
	 *
	 * @param timeout Timeout of one call of an executor, after which it is interrupted
	 * and has failed. A number without a unit means seconds.
	 * @param reconcileJitter Fraction by which the reconcile interval varies, either way:
	 * from 0 to 1.
	 * @param maxBackoff Maximum back-off of a reconcile or deliver call that failed. A
	 * number without a unit means seconds.
	 * @param deliverAttempts Maximum number of calls that deliver one answer to a
	 * question of an executor. After the last one the question is open again.
	 */
	public record Control(
			@DefaultValue(TaskhostDefaults.CONTROL_TIMEOUT) @DurationUnit(ChronoUnit.SECONDS) Duration timeout,
			@DefaultValue(TaskhostDefaults.CONTROL_RECONCILE_JITTER) double reconcileJitter,
			@DefaultValue(TaskhostDefaults.CONTROL_MAX_BACKOFF) @DurationUnit(ChronoUnit.SECONDS) Duration maxBackoff,
			@DefaultValue(TaskhostDefaults.CONTROL_DELIVER_ATTEMPTS) int deliverAttempts) {
	}

	/**
	 * Inputs, answers and results.
	 *
	 * @param maxSize Maximum size of an input, answer or result, as JSON. A larger input
	 * or answer is refused; a larger result is left out of the record, with the reason.
	 */
	public record Payload(@DefaultValue(TaskhostDefaults.PAYLOAD_MAX_SIZE) DataSize maxSize) {
	}

	/**
	 * Meters.
	 *
	 * @param maxKinds Maximum number of kinds with separate meters, besides those that
	 * are defined or configured. The others share the tag value '_other'.
	 */
	public record Metrics(@DefaultValue(TaskhostDefaults.METRICS_MAX_KINDS) int maxKinds) {
	}

	/**
	 * Context of callers that is propagated to their work, besides log context and trace.
	 *
	 * @param security Whether work has the user of its caller: the authentication of
	 * Spring Security at the time of the call.
	 */
	public record Context(@DefaultValue("false") boolean security) {
	}

	/**
	 * Recurring schedules.
	 *
	 * @param session Session of the schedules of annotated kinds.
	 */
	public record Schedules(@DefaultValue(TaskhostDefaults.SCHEDULES_SESSION) String session) {
	}

	/**
	 * Tasks on the web.
	 *
	 * @param problemDetails Whether exceptions of the host are answered with problem
	 * details (RFC 9457). A handler of the application for the same exception precedes.
	 * @param streams streams of events to browsers
	 */
	public record Web(@DefaultValue("true") boolean problemDetails, @DefaultValue Streams streams) {
	}

	/**
	 * Streams of events to browsers.
	 *
	 * @param heartbeat Time without events after which a stream sends a comment. A lost
	 * client is noticed after two of them. A number without a unit means seconds.
	 * @param maxPerSession Maximum number of open streams of a session. Past that, a
	 * stream is refused.
	 * @param maxPerCaller Maximum number of open streams of a caller. Past that, a stream
	 * is refused.
	 */
	public record Streams(
			@DefaultValue(TaskhostDefaults.WEB_STREAM_HEARTBEAT) @DurationUnit(ChronoUnit.SECONDS) Duration heartbeat,
			@DefaultValue(TaskhostDefaults.WEB_STREAMS_PER_SESSION) int maxPerSession,
			@DefaultValue(TaskhostDefaults.WEB_STREAMS_PER_CALLER) int maxPerCaller) {

		/**
		 * Returns the options of streams.
		 * @return the options
		 * @throws InvalidOptionException if a value is out of range
		 */
		public TaskStreamOptions options() {
			return new TaskStreamOptions(this.heartbeat, this.maxPerSession, this.maxPerCaller);
		}

	}

	/**
	 * Default options of kinds.
	 *
	 * @param cancelPolicy Cancel policy: COOPERATIVE or ABORT_LOCAL. Defaults to
	 * COOPERATIVE.
	 * @param closePolicy Policy for live tasks when their session closes. Defaults to
	 * KEEP.
	 * @param timeout Timeout of one attempt, without the time it waits for an answer. No
	 * limit by default. A number without a unit means seconds.
	 * @param thread Type of the threads of bodies. Defaults to VIRTUAL.
	 * @param startAfterCommit Whether work that is started in a transaction waits for the
	 * commit, and is removed when the transaction is rolled back. Defaults to true.
	 */
	public record Defaults(@Nullable CancelPolicy cancelPolicy, @Nullable ClosePolicy closePolicy,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeout, @Nullable ThreadType thread,
			@Nullable Boolean startAfterCommit) {
	}

	/**
	 * Options of one kind.
	 *
	 * @param cancelPolicy Cancel policy: COOPERATIVE, ABORT_LOCAL or, for reported work,
	 * EXTERNAL.
	 * @param closePolicy Policy for live tasks when their session closes.
	 * @param timeout Timeout of one attempt, without the time it waits for an answer. A
	 * number without a unit means seconds.
	 * @param maxConcurrent Maximum number of running bodies of the kind. Further tasks
	 * wait. No limit by default.
	 * @param thread Type of the threads of bodies. PLATFORM is for CPU-bound work.
	 * @param reconcileInterval Interval at which the executor of the kind reconciles a
	 * live task. A number without a unit means seconds. Defaults to that of the executor.
	 * @param retry retries of failed attempts
	 * @param heartbeatTimeout Maximum time without a heartbeat of running work. Reported
	 * work fails then; a body is interrupted first. No limit by default. A number without
	 * a unit means seconds.
	 * @param startAfterCommit Whether work that is started in a transaction waits for the
	 * commit, and is removed when the transaction is rolled back. Defaults to true.
	 * @param interrupt Whether the host may interrupt bodies of the kind. NEVER is for
	 * libraries that an interrupt breaks, such as H2 file databases. Defaults to ALLOWED.
	 * @param onParentFailure Fate of a live task when its parent fails. Defaults to
	 * CANCEL.
	 * @param onNodeLoss Fate of a durable task when the process that runs it is lost.
	 * Defaults to RESTART.
	 * @param schemaVersion Version of the schema of the input: at least 1. Defaults to 1.
	 * @param durable Whether a durable host stores the tasks; otherwise they are kept in
	 * memory and end with their process. Defaults to true.
	 * @param maxConcurrentCluster Maximum number of running bodies of the kind on all
	 * nodes that share a database. Further tasks wait. No limit by default.
	 */
	public record Kind(@Nullable CancelPolicy cancelPolicy, @Nullable ClosePolicy closePolicy,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeout, @Nullable Integer maxConcurrent,
			@Nullable ThreadType thread, @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration reconcileInterval,
			@Nullable Retry retry, @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration heartbeatTimeout,
			@Nullable Boolean startAfterCommit, @Nullable InterruptPolicy interrupt,
			@Nullable ParentFailurePolicy onParentFailure, @Nullable NodeLossPolicy onNodeLoss,
			@Nullable Integer schemaVersion, @Nullable Boolean durable, @Nullable Integer maxConcurrentCluster) {
	}

	/**
	 * Retries of failed attempts.
	 *
	 * @param maxAttempts Maximum number of attempts, including the first. Required with
	 * other properties of the retry.
	 * @param initialDelay Delay before the second attempt. A number without a unit means
	 * seconds.
	 * @param multiplier Factor from each delay to the next.
	 * @param maxDelay Maximum delay. A number without a unit means seconds.
	 * @param jitter Fraction by which a delay varies, either way: 0 to less than 1.
	 * @param retryOn Exceptions that are retried, including subclasses. Defaults to every
	 * exception and every reported failure.
	 * @param notOn Exceptions among these that are not retried.
	 */
	public record Retry(@Nullable Integer maxAttempts,
			@DefaultValue(TaskhostDefaults.RETRY_INITIAL_DELAY) @DurationUnit(ChronoUnit.SECONDS) Duration initialDelay,
			@DefaultValue(TaskhostDefaults.RETRY_MULTIPLIER) double multiplier,
			@DefaultValue(TaskhostDefaults.RETRY_MAX_DELAY) @DurationUnit(ChronoUnit.SECONDS) Duration maxDelay,
			@DefaultValue(TaskhostDefaults.RETRY_JITTER) double jitter,
			@DefaultValue("java.lang.Exception") List<Class<? extends Throwable>> retryOn,
			@DefaultValue List<Class<? extends Throwable>> notOn) {
	}

}
