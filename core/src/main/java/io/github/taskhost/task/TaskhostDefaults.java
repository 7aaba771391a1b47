package io.github.taskhost.task;

/**
 * The default values of Taskhost. They are strings so that annotations can name them:
 * durations in ISO-8601, numbers in decimal, and sizes in KB or MB of 1,024 bytes and
 * 1,024 KB.
 */
public final class TaskhostDefaults {

	/** The time between a cancel request and the interrupt of a body. */
	public static final String CANCEL_GRACE_PERIOD = "PT30S";

	/** The time between that interrupt and the end of the record as abandoned. */
	public static final String CANCEL_ABANDON_AFTER = "PT30S";

	/** Whether a body that does not wind down is interrupted and abandoned. */
	public static final String CANCEL_ESCALATE = "true";

	/** The fates of a task that reach its live descendants. */
	public static final String CANCEL_CASCADE = "CANCEL,FAILURE";

	/** The delay before the owner of reported work is told again to end it. */
	public static final String CANCEL_OWNER_RETRY_INITIAL_DELAY = "PT1S";

	/** The longest delay before the owner of reported work is told again to end it. */
	public static final String CANCEL_OWNER_RETRY_MAX_DELAY = "PT1M";

	/** The close policy of a task that cannot be transferred. */
	public static final String CLOSE_TRANSFER_FALLBACK = "CANCEL";

	/** The time for which a close awaits hidden work before it interrupts it. */
	public static final String CLOSE_HIDDEN_TIMEOUT = "PT30S";

	/** The time for bodies to wind down at shutdown before they are interrupted. */
	public static final String SHUTDOWN_GRACE_PERIOD = "PT20S";

	/** The time for which shutdown awaits threads after their interrupt. */
	public static final String SHUTDOWN_INTERRUPT_WAIT = "PT5S";

	/** The maximum number of live tasks. */
	public static final String LIMIT_LIVE_TASKS = "100000";

	/** The maximum number of live tasks of a session. */
	public static final String LIMIT_LIVE_TASKS_PER_SESSION = "100000";

	/** The maximum number of hidden tasks. */
	public static final String LIMIT_HIDDEN_TASKS = "10000";

	/** The maximum number of retained failures of hidden work of a session. */
	public static final String LIMIT_HIDDEN_FAILURES = "100";

	/** The maximum number of kinds. */
	public static final String LIMIT_KINDS = "10000";

	/** The maximum number of subscriptions. */
	public static final String LIMIT_SUBSCRIPTIONS = "1000";

	/** The maximum number of retained earlier attempts of a task. */
	public static final String LIMIT_ATTEMPTS = "20";

	/** The maximum number of queued wakes. */
	public static final String LIMIT_WAKES = "100000";

	/** The maximum number of queued wakes of a session. */
	public static final String LIMIT_WAKES_PER_SESSION = "1000";

	/** The number of processes in a row that a durable task may lose. */
	public static final String LIMIT_RECOVERIES = "3";

	/** The delay before the second attempt. */
	public static final String RETRY_INITIAL_DELAY = "PT1S";

	/** The factor from each delay between attempts to the next. */
	public static final String RETRY_MULTIPLIER = "2";

	/** The longest delay between two attempts. */
	public static final String RETRY_MAX_DELAY = "PT5M";

	/** The fraction by which a delay between attempts varies in both directions. */
	public static final String RETRY_JITTER = "0.2";

	/** The time for which terminal records are retained. */
	public static final String RETENTION_MAX_AGE = "PT24H";

	/** The maximum number of retained terminal records. */
	public static final String RETENTION_MAX_RECORDS = "100000";

	/** The minimum interval between two progress events of a task. */
	public static final String EVENTS_PROGRESS_INTERVAL = "PT0.1S";

	/** The number of events that a subscription buffers. */
	public static final String EVENTS_SUBSCRIPTION_BUFFER = "256";

	/** The number of events of a task that may wait for slow listeners. */
	public static final String EVENTS_MAX_QUEUED = "1024";

	/** The maximum number of retained lines of output of a task. */
	public static final String OUTPUT_RETAINED = "1000";

	/** The maximum size of the retained output of a task. */
	public static final String OUTPUT_RETAINED_SIZE = "256KB";

	/** The maximum number of retained messages of a task. */
	public static final String MESSAGES_RETAINED = "1000";

	/** The maximum size of a message. */
	public static final String MESSAGES_MAX_SIZE = "64KB";

	/** The maximum size of an input, answer or result, as JSON. */
	public static final String PAYLOAD_MAX_SIZE = "256KB";

	/** The maximum number of artifacts of a task. */
	public static final String LIMIT_ARTIFACTS = "100";

	/** The maximum number of retained answers of a task. */
	public static final String LIMIT_ANSWERS = "1000";

	/** The maximum number of threads of a body that wait for their turn to ask. */
	public static final String LIMIT_QUESTIONS = "16";

	/** The maximum size of the retained output and messages of all tasks. */
	public static final String LIMIT_REPORT_SIZE = "256MB";

	/** The timeout of a call of an executor. */
	public static final String CONTROL_TIMEOUT = "PT30S";

	/** The fraction by which the reconcile interval varies in both directions. */
	public static final String CONTROL_RECONCILE_JITTER = "0.1";

	/** The longest back-off after a failed reconcile or deliver call. */
	public static final String CONTROL_MAX_BACKOFF = "PT5M";

	/** The largest number of calls that deliver one answer. */
	public static final String CONTROL_DELIVER_ATTEMPTS = "5";

	/** The number of kinds that have separate meters. */
	public static final String METRICS_MAX_KINDS = "100";

	/** The time without events after which a stream to a browser sends a comment. */
	public static final String WEB_STREAM_HEARTBEAT = "PT2S";

	/** The maximum number of open streams to browsers of a session. */
	public static final String WEB_STREAMS_PER_SESSION = "20";

	/** The maximum number of open streams to browsers of a caller. */
	public static final String WEB_STREAMS_PER_CALLER = "100";

	/** The session of the schedules of annotated kinds. */
	public static final String SCHEDULES_SESSION = "scheduled";

	private TaskhostDefaults() {
	}

}
