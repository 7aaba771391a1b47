package io.github.taskhost.local;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.local.table.TaskTable;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;

/**
 * The composition root of a host: makes every part with its collaborators, from the
 * lowest room to the highest, and orders the listeners of changes. No other class knows
 * all parts.
 */
final class Composition {

	final CurrentPhase phase = new CurrentPhase();

	final TaskLookup lookup;

	final Sessions sessions;

	final Subscriptions subscriptions;

	final Wakes wakes;

	final Commits commits;

	final Cancellations cancellations;

	final HostStatistics statistics;

	final ReportPlane reports;

	final Waits waits;

	final TaskControl control;

	final TaskStarts starts;

	final Submissions submissions;

	final Adoption adoption;

	final Transfers transfers;

	final HiddenTasks hidden;

	final Inspections inspections;

	final UnresponsiveThreads unresponsive;

	final Idle idle;

	final Reset reset;

	final SessionClosing closing;

	final HostLife life;

	Composition(LocalBackgroundTaskHost.Builder builder) {
		BackgroundTaskHostOptions options = builder.options;
		Clock clock = builder.clock;
		BackgroundTaskMetricsRecorder metrics = builder.metrics;
		TaskTable<LocalTask> table = builder.table;
		String workerId = "worker_" + UUID.randomUUID();

		TaskTimer timer = (builder.timer != null) ? builder.timer : new PlatformTimer();
		HostThreads threads = new HostThreads(builder.virtualThreads, builder.platformThreads, builder.classLoader);
		Alarms alarms = new Alarms(timer, threads);
		KindDefinitions definitions = new KindDefinitions(builder.executors, builder.handlers);
		Kinds kinds = new Kinds(options, definitions, metrics);
		this.sessions = new Sessions((id) -> new Session(id, new HiddenWork(id, options.limits().hiddenFailures())),
				table::hasTasks);
		this.wakes = new Wakes(options.limits());
		this.subscriptions = new Subscriptions(options.limits().subscriptions(), options.events().subscriptionBuffer(),
				metrics);
		EventDelivery delivery = new EventDelivery(builder.listeners, this.subscriptions, options.events(), metrics,
				alarms, threads, builder.transactions);

		this.lookup = new TaskLookup(table);
		Counters counters = new Counters();
		AdmissionCounter admitted = new AdmissionCounter();
		Admissions admissions = new Admissions(this.phase, this.sessions, admitted, options.limits(), metrics);
		this.commits = new Commits(table, clock, delivery, counters, this.wakes);
		this.cancellations = new Cancellations(this.commits, builder.callers);
		Retention retention = new Retention(options.retention(), this.commits, threads);
		ReportKeeper keeper = new ReportKeeper(options.reports());

		Mailboxes mailboxes = new Mailboxes(this.commits, keeper, new MessageChecks(options.reports(), builder.codec),
				this.cancellations, clock, metrics, options.reports().messages());
		Questions questions = new Questions(this.commits, keeper, mailboxes,
				new AnswerChecks(builder.codec, builder.schemas, builder.callers), alarms, clock, metrics,
				options.reports().answers());

		Timeouts timeouts = new Timeouts(clock, alarms, this.commits);
		Heartbeats heartbeats = new Heartbeats(clock, alarms, this.commits, options.cancel().abandonAfter());
		StartSchedule schedule = new StartSchedule(clock, alarms, this.commits, retention);
		StartQueue queue = new StartQueue(this.commits, schedule, workerId);
		Backoff backoff = new Backoff(options.limits().attempts());
		Callbacks callbacks = new Callbacks(threads, metrics);
		Propagation propagation = new Propagation(builder.propagators, metrics);
		Cascade cascade = new Cascade(options.cancel(), this.lookup, this.commits, this.cancellations);
		this.reports = new ReportPlane(this.commits, clock, builder.codec, keeper, mailboxes, questions, backoff,
				options.reports());
		ContextPlane contexts = new ContextPlane(callbacks, timer, questions, builder.codec, keeper, this::spawnChild);
		BodyCalls calls = new BodyCalls(this.reports, contexts, builder.interceptors, builder.codec, propagation);
		this.unresponsive = new UnresponsiveThreads(alarms, options.cancel().gracePeriod());
		Bodies bodies = new Bodies(this.commits, threads, queue, calls, new Verdicts(heartbeats, backoff),
				new Escalation(options.cancel(), alarms, this.commits), this.unresponsive, retention);

		CallRunner runner = new CallRunner(alarms, threads, propagation, options.control(),
				options.reports().messages());
		Drivers drivers = new Drivers(this.commits, schedule, backoff, this.reports, callbacks, runner,
				new Drivers.Polling(alarms, this.phase, options.control()), metrics, workerId);

		this.waits = new Waits(this.lookup, queue, this.sessions);
		this.control = new TaskControls(this.waits, this.cancellations, mailboxes, questions, keeper, threads);
		Insertions insertions = new Insertions(admissions, this.commits, schedule, builder.transactions, delivery,
				cascade, clock, new Insertions.Identity(options.producer(), workerId));
		this.starts = new TaskStarts(this.lookup, kinds, insertions, bodies, queue, drivers, propagation, this.control);
		this.submissions = new Submissions(definitions, this.starts, builder.codec, this.commits, this.control,
				options.limits().attempts());
		this.adoption = new Adoption(kinds, admissions, this.commits, this.lookup, questions, bodies, drivers,
				this.submissions, this.control);
		this.transfers = new Transfers(clock, this.commits, admissions);
		this.hidden = new HiddenTasks(admissions, admitted, this.sessions, threads, propagation);
		this.inspections = new Inspections(this.lookup, this.unresponsive);
		this.statistics = new HostStatistics(kinds, this.sessions, admitted, counters, retention, this.unresponsive);
		this.idle = new Idle(this.lookup, this.sessions, threads);
		this.reset = new Reset(this.lookup, this.cancellations, this.sessions, retention, this.wakes, this.idle);
		this.closing = new SessionClosing(this.sessions, this.lookup, this.transfers, this.cancellations, timer,
				options);
		this.commits.listeners(List.of(counters, new SessionCounts(admitted, this.sessions, this.wakes), timeouts,
				schedule, heartbeats, bodies, keeper, drivers, retention, new Transitions(metrics), questions, delivery,
				cascade));
		Shutdown shutdown = new Shutdown(this.lookup, this.sessions, this.commits, delivery.handOver(),
				options.shutdown());
		this.life = new HostLife(this.phase, this.sessions, this.subscriptions, timer, shutdown,
				new Sweeps(alarms, retention, delivery.handOver(), clock));
	}

	/** Closes the circle between bodies and the part that starts tasks. */
	private <R extends @Nullable Object> BackgroundTaskHandle<R> spawnChild(LocalTask parent,
			BackgroundTaskRegistration registration, BackgroundTask<R> body) {
		return this.starts.child(parent, registration, body);
	}

}
