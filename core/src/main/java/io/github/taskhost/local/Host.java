package io.github.taskhost.local;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import io.github.taskhost.HostPhase;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.HostLimits;
import io.github.taskhost.error.AmbiguousTaskException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.store.TaskEntry;
import io.github.taskhost.store.TaskStore;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a host and how they find each other and their tasks.
 */
final class Host {

	private static final int SCAN_BUDGET = 10_000;

	private final BackgroundTaskHostOptions options;

	private final Clock clock;

	private final TaskStore store;

	private final PayloadCodec codec;

	private final BackgroundTaskMetricsRecorder metrics;

	private final TaskTimer timer;

	private final HostThreads threads;

	private final Alarms alarms;

	private final String workerId = "worker_" + UUID.randomUUID();

	private final TaskCallers callers;

	private final Kinds kinds;

	private final ReportBudget budget;

	private final Messaging messaging;

	private final Asking asking;

	private final Sessions sessions;

	private final Subscriptions subscriptions;

	private final Retention retention;

	private final UnresponsiveThreads unresponsive;

	private final HostStatistics statistics;

	private final Callbacks callbacks;

	private final EventDelivery delivery;

	private final Commits commits = new Commits(this);

	private final Effects effects = new Effects(this);

	private final Admissions admissions;

	private final Cancellations cancellations;

	private final Executions executions;

	private final Propagation propagation;

	private final Starts starts;

	private final Heartbeats heartbeats;

	private final Backoff backoff;

	private final Wakes wakes;

	private final Spawns spawns = new Spawns(this);

	private final Transfers transfers = new Transfers(this);

	private final Waits waits = new Waits(this);

	private volatile HostPhase phase = HostPhase.RUNNING;

	Host(LocalBackgroundTaskHost.Builder builder) {
		this.options = builder.options;
		this.clock = builder.clock;
		this.store = builder.store;
		this.codec = builder.codec;
		this.metrics = builder.metrics;
		this.timer = (builder.timer != null) ? builder.timer : new PlatformTimer();
		this.threads = new HostThreads(builder.virtualThreads, builder.platformThreads, builder.classLoader);
		this.alarms = new Alarms(this.timer, this.threads);
		HostLimits limits = this.options.limits();
		this.callers = builder.callers;
		this.kinds = new Kinds(this.options, new KindDefinitions(builder.executors, builder.handlers));
		this.budget = new ReportBudget(this.options.reports().totalSize());
		this.messaging = new Messaging(this);
		this.asking = new Asking(this, builder.schemas, builder.callers);
		this.sessions = new Sessions((id) -> new Session(id, new HiddenWork(id, limits.hiddenFailures())),
				this.store::hasTasks);
		this.subscriptions = new Subscriptions(limits.subscriptions(), this.options.events().subscriptionBuffer(),
				this.metrics);
		this.retention = new Retention(this.options.retention(), this::forget);
		this.unresponsive = new UnresponsiveThreads(this.alarms, this.options.cancel().gracePeriod());
		this.statistics = new HostStatistics(this.kinds, this.sessions, this.retention, this.unresponsive);
		this.callbacks = new Callbacks(this.threads, this.metrics);
		this.delivery = new EventDelivery(builder.listeners, this.subscriptions, this.options.events(), this.metrics,
				this.alarms, this.threads, builder.transactions);
		this.admissions = new Admissions(this, limits);
		this.cancellations = new Cancellations(this, this.options.cancel());
		this.executions = new Executions(this, builder.interceptors);
		this.propagation = new Propagation(builder.propagators, this.metrics);
		this.starts = new Starts(this, builder.transactions);
		this.heartbeats = new Heartbeats(this, this.options.cancel().abandonAfter());
		this.backoff = new Backoff(limits.attempts());
		this.wakes = new Wakes(limits);
	}

	private void forget(LocalTask task) {
		this.commits.commit(task, new TaskCommand.Remove(TaskCommand.Removal.RETENTION));
	}

	BackgroundTaskHostOptions options() {
		return this.options;
	}

	Clock clock() {
		return this.clock;
	}

	TaskStore store() {
		return this.store;
	}

	PayloadCodec codec() {
		return this.codec;
	}

	BackgroundTaskMetricsRecorder metrics() {
		return this.metrics;
	}

	TaskTimer timer() {
		return this.timer;
	}

	Alarms alarms() {
		return this.alarms;
	}

	HostThreads threads() {
		return this.threads;
	}

	String workerId() {
		return this.workerId;
	}

	/** Who calls on this thread, if that is known. */
	@Nullable String callerName() {
		TaskCallers.Caller caller = this.callers.current();
		return (caller != null) ? caller.name() : null;
	}

	Kinds kinds() {
		return this.kinds;
	}

	ReportBudget budget() {
		return this.budget;
	}

	Messaging messaging() {
		return this.messaging;
	}

	Asking asking() {
		return this.asking;
	}

	/** What the task says beyond its record; nothing more once it has ended. */
	TaskReports reportsOf(LocalTask task) {
		TaskReports reports = task.reports(() -> new TaskReports(new Dialogue(this.options.reports(), this.budget),
				new OutputRing(this.options.reports(), this.budget)));
		if (!WorkRules.keepsReports(task.record())) {
			reports.end();
		}
		return reports;
	}

	Kind kindOf(String name) {
		try {
			return this.kinds.of(name);
		}
		catch (TaskRejectedException ex) {
			this.metrics.rejected("other", ex.reason());
			throw ex;
		}
	}

	Sessions sessions() {
		return this.sessions;
	}

	Subscriptions subscriptions() {
		return this.subscriptions;
	}

	Retention retention() {
		return this.retention;
	}

	UnresponsiveThreads unresponsive() {
		return this.unresponsive;
	}

	HostStatistics statistics() {
		return this.statistics;
	}

	Callbacks callbacks() {
		return this.callbacks;
	}

	EventDelivery delivery() {
		return this.delivery;
	}

	Commits commits() {
		return this.commits;
	}

	Effects effects() {
		return this.effects;
	}

	Admissions admissions() {
		return this.admissions;
	}

	Cancellations cancellations() {
		return this.cancellations;
	}

	Executions executions() {
		return this.executions;
	}

	Propagation propagation() {
		return this.propagation;
	}

	Starts starts() {
		return this.starts;
	}

	Heartbeats heartbeats() {
		return this.heartbeats;
	}

	Backoff backoff() {
		return this.backoff;
	}

	Wakes wakes() {
		return this.wakes;
	}

	Spawns spawns() {
		return this.spawns;
	}

	Transfers transfers() {
		return this.transfers;
	}

	Waits waits() {
		return this.waits;
	}

	HostPhase phase() {
		return this.phase;
	}

	void phase(HostPhase next) {
		this.phase = next;
	}

	@Nullable LocalTask find(UUID uid) {
		return (LocalTask) this.store.find(uid);
	}

	/** The task that has that place, or had it before it moved. */
	@Nullable LocalTask find(String sessionId, String taskId) {
		return (LocalTask) this.store.find(sessionId, taskId);
	}

	/** The task that is in that session. */
	@Nullable LocalTask findIn(String sessionId, String taskId) {
		LocalTask task = find(sessionId, taskId);
		return (task != null && task.record().sessionId().equals(sessionId)) ? task : null;
	}

	LocalTask require(String sessionId, String taskId) {
		LocalTask task = find(sessionId, taskId);
		if (task == null) {
			throw new TaskNotFoundException("Session '" + sessionId + "' has no task '" + taskId
					+ "': it never had, or the record was removed (see retention).");
		}
		return task;
	}

	LocalTask requireOnly(String taskId) {
		LocalTask task = findOnly(taskId);
		if (task == null) {
			throw new TaskNotFoundException(
					"There is no task '" + taskId + "': there never was, or the record was removed (see retention).");
		}
		return task;
	}

	/** The task that the id alone means. */
	@Nullable LocalTask findOnly(String taskId) {
		List<TaskEntry> candidates = this.store.findAll(taskId);
		if (candidates.isEmpty()) {
			return null;
		}
		List<BackgroundTaskRecord> records = candidates.stream().map(TaskEntry::record).toList();
		int meant = NamingRules.meant(records);
		if (meant < 0) {
			List<String> sessions = records.stream().map(BackgroundTaskRecord::sessionId).sorted().limit(10).toList();
			throw new AmbiguousTaskException(
					"Task '" + taskId + "' could be that of any of the sessions " + sessions
							+ ((records.size() > sessions.size()) ? " and others" : "") + ". Name the session.",
					sessions);
		}
		return (LocalTask) candidates.get(meant);
	}

	List<LocalTask> tasksOf(String sessionId) {
		return this.store.session(sessionId).stream().map(LocalTask.class::cast).toList();
	}

	void forEach(BackgroundTaskFilter filter, Consumer<LocalTask> action) {
		String after = null;
		do {
			TaskStore.Page page = this.store.page(filter, 1000, after, SCAN_BUDGET);
			page.entries().forEach((entry) -> action.accept((LocalTask) entry));
			after = page.next();
		}
		while (after != null);
	}

	TaskStore.Page page(BackgroundTaskFilter filter, int limit, @Nullable String after) {
		return this.store.page(filter, limit, after, SCAN_BUDGET);
	}

}
