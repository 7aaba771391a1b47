package io.github.taskhost.task;

/**
 * The default numbers of Taskhost, in one place. They are texts so that an annotation can
 * name them: durations in ISO-8601, numbers in decimal, sizes with their unit of 1,024
 * bytes and its powers.
 */
public final class TaskhostDefaults {

	/** How long a body may wind down after a cancel request before it is interrupted. */
	public static final String CANCEL_GRACE_PERIOD = "PT30S";

	/** How long a body may go on after that interrupt before its record is ended. */
	public static final String CANCEL_ABANDON_AFTER = "PT30S";

	/** Whether a body that does not wind down is interrupted and abandoned. */
	public static final String CANCEL_ESCALATE = "true";

	/** Whether a cancellation reaches the live descendants of a task. */
	public static final String CANCEL_CASCADE = "true";

	/** What becomes of a task that should move when there is nobody to take it. */
	public static final String CLOSE_TRANSFER_FALLBACK = "CANCEL";

	/** How long a close waits for hidden work before it is interrupted. */
	public static final String CLOSE_HIDDEN_TIMEOUT = "PT30S";

	/** How long bodies may wind down at shutdown before they are interrupted. */
	public static final String SHUTDOWN_GRACE_PERIOD = "PT20S";

	/** How long shutdown waits for threads after it interrupted them. */
	public static final String SHUTDOWN_INTERRUPT_WAIT = "PT5S";

	/** The most live tasks in all. */
	public static final String LIMIT_LIVE_TASKS = "100000";

	/** The most live tasks of one session. */
	public static final String LIMIT_LIVE_TASKS_PER_SESSION = "100000";

	/** The most hidden tasks in all. */
	public static final String LIMIT_HIDDEN_TASKS = "10000";

	/** The most failures of hidden work that are kept for one session. */
	public static final String LIMIT_HIDDEN_FAILURES = "100";

	/** The most kinds. */
	public static final String LIMIT_KINDS = "10000";

	/** The most subscriptions. */
	public static final String LIMIT_SUBSCRIPTIONS = "1000";

	/** The most earlier attempts that are kept for one task. */
	public static final String LIMIT_ATTEMPTS = "20";

	/** The most wakes that wait to be drained. */
	public static final String LIMIT_WAKES = "100000";

	/** The most wakes of one session that wait to be drained. */
	public static final String LIMIT_WAKES_PER_SESSION = "1000";

	/** The wait before the second attempt. */
	public static final String RETRY_INITIAL_DELAY = "PT1S";

	/** By how much each wait is longer than the one before. */
	public static final String RETRY_MULTIPLIER = "2";

	/** The longest wait between two attempts. */
	public static final String RETRY_MAX_DELAY = "PT5M";

	/** By which part of it the wait between two attempts varies, either way. */
	public static final String RETRY_JITTER = "0.2";

	/** How long terminal records are kept. */
	public static final String RETENTION_MAX_AGE = "PT24H";

	/** How many terminal records are kept. */
	public static final String RETENTION_MAX_RECORDS = "100000";

	/** The shortest time between two progress events of a task. */
	public static final String EVENTS_PROGRESS_INTERVAL = "PT0.1S";

	/** How many events a subscription buffers. */
	public static final String EVENTS_SUBSCRIPTION_BUFFER = "256";

	/** How many events of one task may wait for slow listeners. */
	public static final String EVENTS_MAX_QUEUED = "1024";

	/** How many lines of the output of a task are retained. */
	public static final String OUTPUT_RETAINED = "1000";

	/** How many bytes of the output of a task are retained. */
	public static final String OUTPUT_RETAINED_SIZE = "256KB";

	/** How many messages of a task are retained. */
	public static final String MESSAGES_RETAINED = "1000";

	/** The largest message. */
	public static final String MESSAGES_MAX_SIZE = "64KB";

	/** The largest input, answer or result, as JSON. */
	public static final String PAYLOAD_MAX_SIZE = "256KB";

	/** The most artifacts of a task. */
	public static final String LIMIT_ARTIFACTS = "100";

	/** The most answers that are kept for a task. */
	public static final String LIMIT_ANSWERS = "100";

	/** The most that the output and messages of all tasks may take together. */
	public static final String LIMIT_REPORT_SIZE = "256MB";

	/** How long a call of a kind's executor may take. */
	public static final String CONTROL_TIMEOUT = "PT30S";

	/** By which part of it the interval of reconciling varies, either way. */
	public static final String CONTROL_RECONCILE_JITTER = "0.1";

	/** The longest wait until a reconciling that failed is tried again. */
	public static final String CONTROL_MAX_BACKOFF = "PT5M";

	/** How many kinds get meters of their own. */
	public static final String METRICS_MAX_KINDS = "100";

	private TaskhostDefaults() {
	}

}
