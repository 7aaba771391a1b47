package io.github.taskhost.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.TaskhostDefaults;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The properties of Taskhost. The default numbers are those of {@link TaskhostDefaults}.
 *
 * @param enabled Whether the application has a host for background tasks.
 * @param producer Who makes the tasks that name nobody. Defaults to the name of the
 * application.
 * @param cancel how cancel requests are carried out
 * @param close how sessions close
 * @param shutdown how the host stops
 * @param limits how much work the host takes
 * @param retention how long the records of ended tasks are kept
 * @param events how events are delivered
 * @param output how much of the output of tasks is kept
 * @param messages how many messages of tasks are kept
 * @param control how the executors of kinds are called
 * @param payload how inputs, answers and results are kept
 * @param metrics what is measured
 * @param context what surrounds bodies
 * @param defaults the options of kinds that have none of their own
 * @param kinds Options of single kinds of task, by kind. What is left out there comes
 * from 'taskhost.defaults'.
 */
@ConfigurationProperties("taskhost")
public record TaskhostProperties(@DefaultValue("true") boolean enabled, @Nullable String producer,
		@DefaultValue Cancel cancel, @DefaultValue Close close, @DefaultValue Shutdown shutdown,
		@DefaultValue Limits limits, @DefaultValue Retention retention, @DefaultValue Events events,
		@DefaultValue Output output, @DefaultValue Messages messages, @DefaultValue Control control,
		@DefaultValue Payload payload, @DefaultValue Metrics metrics, @DefaultValue Context context,
		@DefaultValue Defaults defaults, @DefaultValue Map<String, Kind> kinds) {

	/**
	 * How cancel requests are carried out.
	 *
	 * @param gracePeriod How long a body may wind down after a cancel request before it
	 * is interrupted. A number without a unit means seconds.
	 * @param abandonAfter How long a body may go on after that interrupt before its
	 * record is ended without it. A number without a unit means seconds.
	 * @param escalate Whether a body that does not wind down is interrupted and abandoned
	 * at all.
	 * @param cascade Whether a cancellation reaches the live descendants of a task.
	 */
	public record Cancel(
			@DefaultValue(TaskhostDefaults.CANCEL_GRACE_PERIOD) @DurationUnit(ChronoUnit.SECONDS) Duration gracePeriod,
			@DefaultValue(TaskhostDefaults.CANCEL_ABANDON_AFTER) @DurationUnit(ChronoUnit.SECONDS) Duration abandonAfter,
			@DefaultValue(TaskhostDefaults.CANCEL_ESCALATE) boolean escalate,
			@DefaultValue(TaskhostDefaults.CANCEL_CASCADE) boolean cascade) {
	}

	/**
	 * How sessions close.
	 *
	 * @param transferFallback What becomes of a task that should move to a successor when
	 * there is none or it refuses: CANCEL or KEEP.
	 * @param hiddenTimeout How long a close waits for hidden work before it is
	 * interrupted. A number without a unit means seconds.
	 */
	public record Close(@DefaultValue(TaskhostDefaults.CLOSE_TRANSFER_FALLBACK) ClosePolicy transferFallback,
			@DefaultValue(TaskhostDefaults.CLOSE_HIDDEN_TIMEOUT) @DurationUnit(ChronoUnit.SECONDS) Duration hiddenTimeout) {
	}

	/**
	 * How the host stops.
	 *
	 * @param gracePeriod How long bodies may wind down at shutdown before they are
	 * interrupted. A number without a unit means seconds. Keep this and 'interrupt-wait'
	 * together below 'spring.lifecycle.timeout-per-shutdown-phase'.
	 * @param interruptWait How long shutdown waits for threads after it interrupted them.
	 * A number without a unit means seconds.
	 */
	public record Shutdown(
			@DefaultValue(TaskhostDefaults.SHUTDOWN_GRACE_PERIOD) @DurationUnit(ChronoUnit.SECONDS) Duration gracePeriod,
			@DefaultValue(TaskhostDefaults.SHUTDOWN_INTERRUPT_WAIT) @DurationUnit(ChronoUnit.SECONDS) Duration interruptWait) {
	}

	/**
	 * How much work the host takes. Past a limit, work is refused.
	 *
	 * @param liveTasks Most live tasks in all.
	 * @param liveTasksPerSession Most live tasks of one session.
	 * @param hiddenTasks Most hidden tasks in all.
	 * @param hiddenFailures Most failures of hidden work that are kept for one session.
	 * @param kinds Most kinds of task.
	 * @param subscriptions Most subscriptions to events.
	 * @param attempts Most earlier attempts that are kept for one task; the oldest go
	 * first.
	 * @param wakes Most wakes that wait to be drained in all; past that the oldest go.
	 * @param wakesPerSession Most wakes of one session that wait to be drained; past that
	 * its oldest go.
	 * @param artifacts Most artifacts of one task.
	 * @param answers Most answers that are kept for one task.
	 * @param reportSize Most that the output and messages of all tasks may take together,
	 * as UTF-16. Past that, those of tasks that ended first go.
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
			@DefaultValue(TaskhostDefaults.LIMIT_ARTIFACTS) int artifacts,
			@DefaultValue(TaskhostDefaults.LIMIT_ANSWERS) int answers,
			@DefaultValue(TaskhostDefaults.LIMIT_REPORT_SIZE) DataSize reportSize) {
	}

	/**
	 * How long the records of ended tasks are kept.
	 *
	 * @param maxAge How long the record of an ended task is kept. A number without a unit
	 * means seconds.
	 * @param maxRecords How many records of ended tasks are kept; past that, those that
	 * ended first go.
	 */
	public record Retention(
			@DefaultValue(TaskhostDefaults.RETENTION_MAX_AGE) @DurationUnit(ChronoUnit.SECONDS) Duration maxAge,
			@DefaultValue(TaskhostDefaults.RETENTION_MAX_RECORDS) int maxRecords) {
	}

	/**
	 * How events are delivered.
	 *
	 * @param progressInterval Shortest time between two progress events of a task, and
	 * between two updates; the latest wins. A number without a unit means milliseconds.
	 * @param subscriptionBuffer How many events a subscription buffers for a slow reader
	 * before it loses the oldest.
	 * @param maxQueued How many events of one task may wait for slow listeners before new
	 * ones are dropped and counted; its end never is.
	 */
	public record Events(
			@DefaultValue(TaskhostDefaults.EVENTS_PROGRESS_INTERVAL) @DurationUnit(ChronoUnit.MILLIS) Duration progressInterval,
			@DefaultValue(TaskhostDefaults.EVENTS_SUBSCRIPTION_BUFFER) int subscriptionBuffer,
			@DefaultValue(TaskhostDefaults.EVENTS_MAX_QUEUED) int maxQueued) {
	}

	/**
	 * How much of the output of tasks is kept.
	 *
	 * @param retained How many lines of the output of one task are kept. The oldest go
	 * first.
	 * @param retainedSize How much of the output of one task is kept, as UTF-16. The
	 * oldest lines go first.
	 */
	public record Output(@DefaultValue(TaskhostDefaults.OUTPUT_RETAINED) int retained,
			@DefaultValue(TaskhostDefaults.OUTPUT_RETAINED_SIZE) DataSize retainedSize) {
	}

	/**
	 * How many messages of tasks are kept.
	 *
	 * @param retained How many messages of one task are kept. The oldest that wait for
	 * nobody go first; when all wait, another one is refused.
	 * @param maxSize Largest message, as UTF-16. A larger one is refused.
	 */
	public record Messages(@DefaultValue(TaskhostDefaults.MESSAGES_RETAINED) int retained,
			@DefaultValue(TaskhostDefaults.MESSAGES_MAX_SIZE) DataSize maxSize) {
	}

	/**
	 * How the executors of kinds are called.
	 *
	 * @param timeout How long one call of a kind's executor may take before it is
	 * interrupted and has failed. A number without a unit means seconds.
	 * @param reconcileJitter By which part of it the interval of reconciling varies,
	 * either way: from 0 to 1.
	 * @param maxBackoff Longest wait until a reconciling that failed is tried again. A
	 * number without a unit means seconds.
	 */
	public record Control(
			@DefaultValue(TaskhostDefaults.CONTROL_TIMEOUT) @DurationUnit(ChronoUnit.SECONDS) Duration timeout,
			@DefaultValue(TaskhostDefaults.CONTROL_RECONCILE_JITTER) double reconcileJitter,
			@DefaultValue(TaskhostDefaults.CONTROL_MAX_BACKOFF) @DurationUnit(ChronoUnit.SECONDS) Duration maxBackoff) {
	}

	/**
	 * How inputs, answers and results are kept.
	 *
	 * @param maxSize Largest input, answer or result, as JSON. A larger input or answer
	 * is refused; a larger result is left out of the record, with the reason.
	 */
	public record Payload(@DefaultValue(TaskhostDefaults.PAYLOAD_MAX_SIZE) DataSize maxSize) {
	}

	/**
	 * What is measured.
	 *
	 * @param maxKinds How many kinds get meters of their own; the others share the tag
	 * value '_other'.
	 */
	public record Metrics(@DefaultValue(TaskhostDefaults.METRICS_MAX_KINDS) int maxKinds) {
	}

	/**
	 * What of the context of a caller surrounds the work that it starts, besides its log
	 * context and its trace.
	 *
	 * @param security Whether work has the user of who starts it: the authentication of
	 * Spring Security, as it is at that moment and for as long as the work goes on.
	 */
	public record Context(@DefaultValue("false") boolean security) {
	}

	/**
	 * The options of kinds that have none of their own.
	 *
	 * @param cancelPolicy How a cancel request is carried out: COOPERATIVE or
	 * ABORT_LOCAL. When this is left out, COOPERATIVE.
	 * @param closePolicy What becomes of a live task when its session closes. When this
	 * is left out, KEEP.
	 * @param timeout How long one attempt may run, the time it waits for an answer not
	 * counted. No limit when this is left out. A number without a unit means seconds.
	 * @param thread What bodies run on. When this is left out, VIRTUAL.
	 * @param startAfterCommit Whether work that is started in a transaction waits for the
	 * commit, and is removed when the transaction is rolled back. When this is left out,
	 * it does.
	 */
	public record Defaults(@Nullable CancelPolicy cancelPolicy, @Nullable ClosePolicy closePolicy,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeout, @Nullable ThreadType thread,
			@Nullable Boolean startAfterCommit) {
	}

	/**
	 * The options of one kind.
	 *
	 * @param cancelPolicy How a cancel request is carried out: COOPERATIVE, ABORT_LOCAL,
	 * or, for reported work, EXTERNAL.
	 * @param closePolicy What becomes of a live task when its session closes.
	 * @param timeout How long one attempt may run, the time it waits for an answer not
	 * counted. A number without a unit means seconds.
	 * @param maxConcurrent How many bodies of the kind may run at once; more wait. No
	 * limit when this is left out.
	 * @param thread What bodies run on. PLATFORM is for work that computes.
	 * @param reconcileInterval How often the executor of the kind brings a live task up
	 * to date. A number without a unit means seconds. When this is left out, what the
	 * executor itself asks for.
	 * @param retry Whether a failed attempt is followed by another.
	 * @param heartbeatTimeout How long running work of the kind may be silent: reported
	 * work ends as failed then, a body is interrupted first. No limit when this is left
	 * out. A number without a unit means seconds.
	 * @param startAfterCommit Whether work that is started in a transaction waits for the
	 * commit, and is removed when the transaction is rolled back. When this is left out,
	 * it does.
	 */
	public record Kind(@Nullable CancelPolicy cancelPolicy, @Nullable ClosePolicy closePolicy,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeout, @Nullable Integer maxConcurrent,
			@Nullable ThreadType thread, @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration reconcileInterval,
			@Nullable Retry retry, @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration heartbeatTimeout,
			@Nullable Boolean startAfterCommit) {
	}

	/**
	 * Whether a failed attempt is followed by another.
	 *
	 * @param maxAttempts How many attempts at most, the first included. Needed when
	 * anything of the retry is set.
	 * @param initialDelay The wait before the second attempt. A number without a unit
	 * means seconds.
	 * @param multiplier By how much each wait is longer than the one before.
	 * @param maxDelay The longest wait. A number without a unit means seconds.
	 * @param jitter By which part of it a wait varies, either way: 0 to less than 1.
	 * @param retryOn The exceptions after which there is another attempt, subclasses
	 * included. When this is left out, every exception, and every failure that is
	 * reported.
	 * @param notOn The exceptions among these after which there is none.
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
