package io.github.taskhost.local;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.HostLimits;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.lifecycle.schedule.ScheduleRules;
import io.github.taskhost.local.body.Awaiting;
import io.github.taskhost.local.body.Backoff;
import io.github.taskhost.local.body.Bodies;
import io.github.taskhost.local.body.BodyCalls;
import io.github.taskhost.local.body.BodyWaits;
import io.github.taskhost.local.body.Callbacks;
import io.github.taskhost.local.body.Cascade;
import io.github.taskhost.local.body.ChildSpawner;
import io.github.taskhost.local.body.ContextPlane;
import io.github.taskhost.local.body.Escalation;
import io.github.taskhost.local.body.Heartbeats;
import io.github.taskhost.local.body.Joins;
import io.github.taskhost.local.body.LastActs;
import io.github.taskhost.local.body.Propagation;
import io.github.taskhost.local.body.ReportPlane;
import io.github.taskhost.local.body.StartQueue;
import io.github.taskhost.local.body.StartSchedule;
import io.github.taskhost.local.body.Steps;
import io.github.taskhost.local.body.Timeouts;
import io.github.taskhost.local.body.UnresponsiveThreads;
import io.github.taskhost.local.body.Verdicts;
import io.github.taskhost.local.commit.AdmissionCounter;
import io.github.taskhost.local.commit.Admissions;
import io.github.taskhost.local.commit.Cancellations;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.Counters;
import io.github.taskhost.local.commit.CurrentPhase;
import io.github.taskhost.local.commit.Decisions;
import io.github.taskhost.local.commit.Followers;
import io.github.taskhost.local.commit.GivingBack;
import io.github.taskhost.local.commit.JournalTasks;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.commit.Retention;
import io.github.taskhost.local.commit.SessionCounts;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.event.EventDelivery;
import io.github.taskhost.local.event.HandOver;
import io.github.taskhost.local.event.Subscriptions;
import io.github.taskhost.local.event.Totals;
import io.github.taskhost.local.event.Transitions;
import io.github.taskhost.local.executor.CallRunner;
import io.github.taskhost.local.executor.Drivers;
import io.github.taskhost.local.executor.OwnerCalls;
import io.github.taskhost.local.group.Continuations;
import io.github.taskhost.local.group.GroupExecutor;
import io.github.taskhost.local.group.Groups;
import io.github.taskhost.local.group.PredecessorResults;
import io.github.taskhost.local.handle.TaskControl;
import io.github.taskhost.local.host.CountCheck;
import io.github.taskhost.local.host.Debounces;
import io.github.taskhost.local.host.HiddenTasks;
import io.github.taskhost.local.host.HostLife;
import io.github.taskhost.local.inspect.HostStatistics;
import io.github.taskhost.local.host.Idle;
import io.github.taskhost.local.host.Inputs;
import io.github.taskhost.local.host.Insertions;
import io.github.taskhost.local.inspect.Histories;
import io.github.taskhost.local.inspect.Inspections;
import io.github.taskhost.local.inspect.SessionPages;
import io.github.taskhost.local.host.JointInsertions;
import io.github.taskhost.local.host.Reattachments;
import io.github.taskhost.local.host.Reset;
import io.github.taskhost.local.host.SessionClosing;
import io.github.taskhost.local.host.Shutdown;
import io.github.taskhost.local.host.Submissions;
import io.github.taskhost.local.host.Supervisor;
import io.github.taskhost.local.host.Sweeps;
import io.github.taskhost.local.host.TaskCheck;
import io.github.taskhost.local.host.TaskControls;
import io.github.taskhost.local.host.TaskStarts;
import io.github.taskhost.local.host.Transfers;
import io.github.taskhost.local.host.Waits;
import io.github.taskhost.local.kind.KeptSchemas;
import io.github.taskhost.local.kind.KindDefinitions;
import io.github.taskhost.local.kind.KindDescriptions;
import io.github.taskhost.local.kind.Kinds;
import io.github.taskhost.local.kind.RateGates;
import io.github.taskhost.local.placement.Placement;
import io.github.taskhost.local.question.AnswerChecks;
import io.github.taskhost.local.question.Arrivals;
import io.github.taskhost.local.question.AskedInTransaction;
import io.github.taskhost.local.question.Mailboxes;
import io.github.taskhost.local.question.MessageChecks;
import io.github.taskhost.local.question.Questions;
import io.github.taskhost.local.question.Replies;
import io.github.taskhost.local.recovery.AdoptedWork;
import io.github.taskhost.local.recovery.Adoption;
import io.github.taskhost.local.recovery.ChangesElsewhere;
import io.github.taskhost.local.recovery.Losses;
import io.github.taskhost.local.recovery.Obstacles;
import io.github.taskhost.local.recovery.Recovery;
import io.github.taskhost.local.recovery.Room;
import io.github.taskhost.local.remote.EndWatch;
import io.github.taskhost.local.remote.RemoteWork;
import io.github.taskhost.local.schedule.Looks;
import io.github.taskhost.local.schedule.RunTransactions;
import io.github.taskhost.local.schedule.SchedulePlace;
import io.github.taskhost.local.schedule.Schedules;
import io.github.taskhost.local.session.HiddenFailures;
import io.github.taskhost.local.session.HiddenWork;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.session.Wakes;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.local.time.PlatformTimer;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.spi.TypeSchemas;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;

/**
 * The composition root of a host: creates every part with its collaborators, from the
 * lowest room to the highest, and orders the listeners of changes. No other class knows
 * all parts.
 */
final class Composition {

	final HostRoom host;

	final BodyRoom bodies;

	final DoorRoom door;

	final Ground ground;

	Composition(LocalBackgroundTaskHost.Builder builder) {
		this.ground = new Ground(builder);
		this.door = new DoorRoom(builder, this.ground);
		Talk talk = new Talk(builder, this.ground, this.door);
		this.bodies = new BodyRoom(builder, this.ground, this.door, talk, this::spawnChild);
		OwnerCalls ownerCalls = new OwnerCalls(this.ground.alarms, builder.options.cancel().ownerRetry(),
				builder.metrics);
		Drivers drivers = drivers(builder, this.ground, this.door, this.bodies, ownerCalls);
		this.host = new HostRoom(builder, this.ground, this.door, talk, this.bodies, drivers, ownerCalls);
		OrderedListeners ordered = new OrderedListeners(this.door.counters, this.door.sessionCounts,
				this.host.histories, new Totals(), this.bodies.timeouts, this.bodies.awaiting, this.bodies.schedule,
				this.bodies.heartbeats, this.bodies.bodies, this.door.reports, drivers, this.door.retention,
				new Transitions(builder.metrics), new Arrivals(this.door.reports, talk.questions, talk.mailboxes),
				talk.questions, this.door.continuations, this.door.groups, this.ground.delivery, this.bodies.cascade,
				this.host.schedules);
		this.door.followers.listener(ordered, ordered::count, OrderedListeners.AFTER_COUNTS, ordered::elsewhere);
		this.host.life.begin();
	}

	private static Drivers drivers(LocalBackgroundTaskHost.Builder builder, Ground ground, DoorRoom door,
			BodyRoom bodies, OwnerCalls ownerCalls) {
		BackgroundTaskHostOptions options = builder.options;
		CallRunner runner = new CallRunner(ground.alarms, ground.threads, bodies.propagation, options.control(),
				options.reports().messages());
		return new Drivers(door.commits, bodies.schedule, bodies.backoff, bodies.reports, runner, ownerCalls,
				new Drivers.Polling(ground.alarms, door.phase, options.control()), ground.workerId);
	}

	/**
	 * Spawns a child through the room of the host, which is created after the room of
	 * bodies.
	 */
	private <R extends @Nullable Object> BackgroundTaskHandle<R> spawnChild(LocalTask parent,
			BackgroundTaskRegistration registration, BackgroundTask<R> body) {
		return this.host.starts.child(parent, registration, body);
	}

	/** The rooms of time, kinds, sessions and events. */
	static final class Ground {

		final Supplier<String> workerId;

		final TaskTimer timer;

		final HostThreads threads;

		final Alarms alarms;

		final GroupExecutor groupExecutor = new GroupExecutor();

		final KindDefinitions definitions;

		final Kinds kinds;

		final TypeSchemas typeSchemas;

		final KindDescriptions descriptions;

		final Sessions sessions;

		final Wakes wakes;

		final RunTransactions transactions;

		final Subscriptions subscriptions;

		final EventDelivery delivery;

		private Ground(LocalBackgroundTaskHost.Builder builder) {
			BackgroundTaskHostOptions options = builder.options;
			HostLimits limits = options.limits();
			this.workerId = workerId(builder.journal);
			this.timer = (builder.timer != null) ? builder.timer : new PlatformTimer();
			this.threads = new HostThreads(builder.virtualThreads, builder.platformThreads, builder.classLoader);
			this.alarms = new Alarms(this.timer, builder.classLoader);
			this.definitions = new KindDefinitions(builder.executors, builder.handlers, this.groupExecutor,
					builder.rateLimiters != null);
			this.kinds = new Kinds(options, this.definitions, builder.metrics);
			this.typeSchemas = new KeptSchemas(builder.typeSchemas);
			this.descriptions = new KindDescriptions(this.definitions, this.kinds, this.typeSchemas);
			HiddenFailures failures = new HiddenFailures(builder.clock, limits.hiddenTasks());
			this.sessions = new Sessions((id) -> new Session(id, new HiddenWork(id, limits.hiddenFailures(), failures)),
					builder.table::hasTasks, failures);
			this.wakes = new Wakes(limits, builder.journal);
			this.transactions = new RunTransactions(builder.transactions);
			this.subscriptions = new Subscriptions(limits.subscriptions(), options.events().subscriptionBuffer(),
					builder.metrics);
			this.delivery = new EventDelivery(builder.listeners, this.subscriptions, options.events(), builder.metrics,
					this.alarms, this.threads, this.transactions);
		}

		/**
		 * A journal has the id of this start; without one, the id is new at every start.
		 */
		private static Supplier<String> workerId(@Nullable TaskJournal journal) {
			if (journal != null) {
				return journal::workerId;
			}
			String id = "worker_" + UUID.randomUUID();
			return () -> id;
		}

	}

	/** The room of commits. */
	static final class DoorRoom {

		final CurrentPhase phase = new CurrentPhase();

		final Counters counters = new Counters();

		final AdmissionCounter admitted = new AdmissionCounter();

		final TaskLookup lookup;

		final KnownTasks known;

		final SessionCounts sessionCounts;

		final Admissions admissions;

		final Followers followers;

		final Commits commits;

		final Cancellations cancellations;

		final GivingBack givingBack;

		final Retention retention;

		final ReportKeeper reports;

		final EndWatch watch;

		final RemoteWork remoteWork;

		final Continuations continuations;

		final Groups groups;

		private DoorRoom(LocalBackgroundTaskHost.Builder builder, Ground ground) {
			BackgroundTaskHostOptions options = builder.options;
			this.lookup = new TaskLookup(builder.table);
			this.sessionCounts = new SessionCounts(this.admitted, ground.sessions, ground.wakes);
			this.admissions = new Admissions(this.phase, ground.sessions, this.admitted, options.limits(),
					builder.metrics);
			this.followers = new Followers(ground.wakes, builder.metrics);
			this.reports = new ReportKeeper(options.reports(), builder.journal);
			JournalTasks stored = (builder.journal != null)
					? new JournalTasks(builder.journal, ground.kinds::of, this.reports) : null;
			this.known = new KnownTasks(this.lookup, stored, ground.kinds::keepsInMemory, builder.clock);
			this.commits = new Commits(builder.table, new Decisions(builder.clock, ground.timer), ground.delivery,
					this.counters, this.followers, ground.sessions, ground.alarms, stored);
			this.watch = new EndWatch(builder.journal, this.lookup, this.phase);
			this.remoteWork = new RemoteWork(this.commits::notice, ground.workerId, ground.threads::executeOnPlatform);
			this.continuations = new Continuations(this.lookup, this.known, this.commits, this.watch, ground.alarms,
					ground.threads);
			this.groups = new Groups(this.lookup, this.known, this.commits, this.watch, ground.alarms, ground.threads);
			ground.groupExecutor.groups(this.groups);
			this.cancellations = new Cancellations(this.commits, builder.callers, this.known);
			this.givingBack = new GivingBack(this.commits, options.limits().attempts());
			this.retention = new Retention(options.retention(), this.commits, ground.threads);
		}

	}

	/** The room of questions and messages. */
	private static final class Talk {

		private final Mailboxes mailboxes;

		private final Questions questions;

		private final Replies replies;

		private Talk(LocalBackgroundTaskHost.Builder builder, Ground ground, DoorRoom door) {
			ReportOptions limits = builder.options.reports();
			this.mailboxes = new Mailboxes(door.commits, door.reports, new MessageChecks(limits, builder.codec),
					door.cancellations, builder.clock, builder.metrics, limits.messages());
			AnswerChecks checks = new AnswerChecks(builder.codec, builder.schemas, ground.typeSchemas, builder.callers);
			this.questions = new Questions(door.commits, door.reports, checks, ground.alarms, builder.clock,
					builder.metrics, limits, new AskedInTransaction(ground.transactions));
			this.replies = new Replies(door.commits, door.reports, this.questions, this.mailboxes, checks,
					builder.clock, builder.metrics, limits.answers());
		}

	}

	/** The room of bodies. */
	static final class BodyRoom {

		final Timeouts timeouts;

		final Awaiting awaiting;

		final Heartbeats heartbeats;

		final StartSchedule schedule;

		final StartQueue queue;

		final BodyWaits waits;

		final Backoff backoff;

		final Propagation propagation;

		final Cascade cascade;

		final ReportPlane reports;

		final UnresponsiveThreads unresponsive;

		final LastActs lastActs;

		final Escalation escalation;

		final Bodies bodies;

		private BodyRoom(LocalBackgroundTaskHost.Builder builder, Ground ground, DoorRoom door, Talk talk,
				ChildSpawner children) {
			BackgroundTaskHostOptions options = builder.options;
			CancelOptions cancel = options.cancel();
			Clock clock = builder.clock;
			this.timeouts = new Timeouts(clock, ground.alarms, door.commits);
			this.awaiting = new Awaiting(door.lookup, ground.alarms, this.timeouts);
			this.heartbeats = new Heartbeats(clock, ground.alarms, door.commits, cancel.abandonAfter());
			this.schedule = new StartSchedule(clock, ground.alarms, door.commits, door.retention, door.continuations);
			this.queue = new StartQueue(door.commits, this.schedule, ground.workerId,
					new Placement(door.phase, door.givingBack, builder.journal),
					new RateGates(ground.alarms, builder.rateLimiters));
			this.waits = new BodyWaits(door.lookup, this.queue, this.awaiting, this.heartbeats);
			this.backoff = new Backoff(options.limits().attempts());
			this.propagation = new Propagation(builder.propagators, builder.metrics, ground.delivery.handOver());
			this.cascade = new Cascade(cancel, door.known, door.commits, ground.alarms);
			this.reports = new ReportPlane(door.known, door.commits, clock, builder.codec, door.reports, talk.mailboxes,
					talk.questions, this.backoff, options.reports());
			this.unresponsive = new UnresponsiveThreads(ground.alarms, cancel.gracePeriod());
			ContextPlane contexts = new ContextPlane(new Callbacks(ground.threads, builder.metrics), ground.timer,
					this.heartbeats, talk.questions, builder.codec, door.reports, children,
					new Joins(this.waits, this.heartbeats, new PredecessorResults(door.known, builder.codec)),
					new Steps(door.commits, builder.codec, door.reports, ground.transactions));
			BodyCalls calls = new BodyCalls(this.reports, contexts, builder.interceptors, this.propagation);
			this.lastActs = new LastActs(door.commits, this.queue, this.unresponsive, door.retention, door.givingBack,
					builder.metrics);
			this.escalation = new Escalation(cancel, ground.alarms, door.commits);
			this.bodies = new Bodies(ground.threads, this.queue, calls, new Verdicts(this.heartbeats, this.backoff),
					this.escalation, this.unresponsive, this.lastActs);
		}

	}

	/** The room of the host. */
	static final class HostRoom {

		final Waits waits;

		final TaskControl control;

		final TaskStarts starts;

		final Submissions submissions;

		final Reattachments reattachments;

		final Schedules schedules;

		final Adoption adoption;

		final Recovery recovery;

		final Transfers transfers;

		final HiddenTasks hidden;

		final Inspections inspections;

		final Histories histories;

		final SessionPages sessionPages;

		final HostStatistics statistics;

		final Idle idle;

		final Reset reset;

		final SessionClosing closing;

		final HostLife life;

		private HostRoom(LocalBackgroundTaskHost.Builder builder, Ground ground, DoorRoom door, Talk talk,
				BodyRoom bodies, Drivers drivers, OwnerCalls ownerCalls) {
			this.waits = new Waits(door.lookup, door.known, ground.sessions, bodies.waits, door.watch);
			this.reattachments = new Reattachments(door.commits, builder.options.limits().attempts());
			this.control = new TaskControls(this.waits, door.cancellations, this.reattachments, talk.mailboxes,
					talk.replies, door.reports, ground.threads, builder.codec);
			Inputs inputs = new Inputs(ground.definitions, builder.codec);
			Insertions insertions = insertions(builder, ground, door, bodies);
			this.starts = new TaskStarts(door.known, ground.kinds, insertions, bodies.bodies, bodies.queue, drivers,
					bodies.propagation, this.control, inputs);
			this.submissions = submissions(ground, door, insertions, inputs);
			this.schedules = schedules(builder, ground, door, this.submissions);
			this.adoption = adoption(ground, door, talk, bodies, drivers, this.submissions);
			this.inspections = new Inspections(door.known, bodies.unresponsive, ownerCalls, door.remoteWork);
			this.histories = new Histories(door.known, builder.journal);
			this.sessionPages = new SessionPages(ground.sessions, door.lookup, builder.journal);
			this.recovery = recovery(builder, ground, door, talk, bodies);
			this.transfers = new Transfers(builder.clock, door.commits, door.admissions);
			this.hidden = new HiddenTasks(door.admissions, door.admitted, ground.sessions, ground.threads,
					bodies.propagation);
			this.statistics = statistics(ground, door, bodies, ownerCalls);
			this.idle = new Idle(door.lookup, ground.sessions, ground.threads, ground.alarms, ground.transactions,
					bodies.unresponsive);
			this.reset = new Reset(door.lookup, door.cancellations, ground.sessions, door.retention, ground.wakes,
					this.idle, ground.delivery.handOver());
			this.closing = new SessionClosing(ground.sessions, door.known, this.transfers, door.cancellations,
					ground.timer, builder.options, this.waits, this.schedules);
			this.life = life(builder, ground, door, ownerCalls, bodies.unresponsive,
					supervisor(builder, ground, door, talk, bodies));
		}

		private Recovery recovery(LocalBackgroundTaskHost.Builder builder, Ground ground, DoorRoom door, Talk talk,
				BodyRoom bodies) {
			return new Recovery(this.adoption,
					new Obstacles(ground.kinds, this.submissions, new Room(ground.kinds, bodies.queue)),
					new Losses(ground.kinds, builder.options.limits(), builder.clock),
					new ChangesElsewhere(door.lookup, door.commits, door.reports, talk.replies, this.inspections),
					door.commits, door.lookup, ground.delivery, door.retention, this.schedules);
		}

		private HostStatistics statistics(Ground ground, DoorRoom door, BodyRoom bodies, OwnerCalls ownerCalls) {
			return new HostStatistics(ground.kinds, ground.sessions, door.admitted, door.counters, door.retention,
					bodies.unresponsive, ownerCalls, bodies.queue, this.schedules);
		}

		private static Schedules schedules(LocalBackgroundTaskHost.Builder builder, Ground ground, DoorRoom door,
				Submissions submissions) {
			ScheduleRules rules = new ScheduleRules(builder.cron);
			Looks looks = new Looks(rules, builder.clock, door.known, door.cancellations, submissions,
					ground.transactions, ground.delivery.handOver());
			return Schedules.of((builder.journal != null) ? builder.journal.schedules() : null, looks, rules,
					submissions,
					new SchedulePlace(builder.clock, ground.alarms, ground.threads, ground.sessions, door.phase));
		}

		private Submissions submissions(Ground ground, DoorRoom door, Insertions insertions, Inputs inputs) {
			JointInsertions joint = new JointInsertions(insertions, door.admissions, door.commits);
			return new Submissions(ground.definitions, this.starts, joint, inputs, this.control, ground.kinds,
					door.commits, ground.threads);
		}

		private static Adoption adoption(Ground ground, DoorRoom door, Talk talk, BodyRoom bodies, Drivers drivers,
				Submissions submissions) {
			return new Adoption(ground.kinds, door.admissions, door.commits, door.lookup, talk.questions,
					new AdoptedWork(bodies.bodies, drivers, submissions, talk.mailboxes), bodies.cascade, door.reports,
					door.givingBack);
		}

		private static Insertions insertions(LocalBackgroundTaskHost.Builder builder, Ground ground, DoorRoom door,
				BodyRoom bodies) {
			return new Insertions(door.admissions, door.commits, bodies.schedule, ground.transactions, ground.delivery,
					bodies.cascade, door.continuations, new Debounces(door.admissions, door.commits, door.known),
					new Insertions.Identity(builder.options.producer(), ground.workerId, builder.journal != null,
							builder.clock));
		}

		private static HostLife life(LocalBackgroundTaskHost.Builder builder, Ground ground, DoorRoom door,
				OwnerCalls ownerCalls, UnresponsiveThreads unresponsive, Supervisor supervisor) {
			HandOver handOver = ground.delivery.handOver();
			Shutdown shutdown = new Shutdown(door.lookup, ground.sessions, door.commits, handOver, unresponsive,
					builder.options.shutdown(), door.givingBack);
			Sweeps sweeps = new Sweeps(ground.alarms, door.retention, handOver, builder.clock, ground.sessions);
			return new HostLife(door.phase, ground.sessions, ground.subscriptions, ground.alarms, shutdown, sweeps,
					supervisor, ownerCalls, builder.journal);
		}

		private Supervisor supervisor(LocalBackgroundTaskHost.Builder builder, Ground ground, DoorRoom door, Talk talk,
				BodyRoom bodies) {
			CountCheck counts = new CountCheck(ground.kinds, door.admitted, door.retention, door.counters,
					ground.sessions, bodies.queue, bodies.unresponsive, door.lookup, builder.metrics);
			return new Supervisor(ground.alarms, door.followers, bodies.lastActs, ground.delivery, this.hidden,
					door.lookup, checks(door, talk, bodies), counts, builder.metrics);
		}

		private static List<TaskCheck> checks(DoorRoom door, Talk talk, BodyRoom bodies) {
			return List.of(
					new TaskCheck(HostRepair.THREAD, "it has no live thread and no end; the attempt is ended",
							bodies.lastActs::isLost, bodies.lastActs::endLost),
					new TaskCheck(HostRepair.START, "it is due and nothing starts it; its start is repeated",
							bodies.lastActs::isStartLost, bodies.lastActs::startLost),
					new TaskCheck(HostRepair.START, "the tasks that it waits for have ended; it goes on",
							door.continuations::isOverdue, door.continuations::check),
					new TaskCheck(HostRepair.WAIT, "its timeout has passed; it is enforced", bodies.timeouts::isOverdue,
							bodies.timeouts::check),
					new TaskCheck(HostRepair.WAIT, "its heartbeat timeout has passed; it is enforced",
							bodies.heartbeats::isOverdue, bodies.heartbeats::check),
					new TaskCheck(HostRepair.WAIT, "it was not abandoned after its cancel request; it is now",
							bodies.escalation::isOverdue, bodies.escalation::enforce),
					new TaskCheck(HostRepair.WAIT, "the deadline of its question has passed; the question lapses",
							talk.questions::isOverdue, talk.questions::enforce));
		}

	}

}
