package io.github.taskhost.local;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskInterceptor;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.ExternalTaskCancellation;
import io.github.taskhost.HiddenTask;
import io.github.taskhost.HostPhase;
import io.github.taskhost.KindDescription;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.TaskInspection;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.event.SessionPage;
import io.github.taskhost.event.SessionSummary;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.DuplicateTaskKindException;
import io.github.taskhost.kind.InvalidKindOptionException;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.local.body.LocalReporter;
import io.github.taskhost.local.commit.GuardedRecorder;
import io.github.taskhost.local.handle.LocalHandle;
import io.github.taskhost.local.host.LocalSession;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.table.PageRequest;
import io.github.taskhost.local.table.TablePage;
import io.github.taskhost.local.table.TaskTable;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.schedule.CronTimes;
import io.github.taskhost.schedule.SchedulePage;
import io.github.taskhost.spi.ClusterNode;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.spi.StoredTaskCounts;
import io.github.taskhost.spi.RateLimiters;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.spi.TypeSchemas;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * A host that runs bodies on threads of this process: virtual threads, unless a kind asks
 * for platform threads. A built host is running. Thread-safe.
 */
public final class LocalBackgroundTaskHost implements BackgroundTaskHost, AutoCloseable {

	private static final int MAX_PAGE = 1000;

	private final BackgroundTaskHostOptions options;

	private final @Nullable TaskJournal journal;

	private final Composition parts;

	private LocalBackgroundTaskHost(Builder builder) {
		this.options = builder.options;
		this.journal = builder.journal;
		this.parts = new Composition(builder);
	}

	/** The parts, so that a test can damage them. */
	Composition parts() {
		return this.parts;
	}

	/**
	 * Returns a builder of a host.
	 * @return a builder with the default values
	 */
	public static Builder builder() {
		return new Builder();
	}

	/** Starts the host again after a drain or a stop; does nothing while it runs. */
	public void start() {
		this.parts.host.life.start();
		this.parts.host.schedules.wake();
	}

	/**
	 * Begins to take over the tasks that another process, or an earlier start of this
	 * one, has left in the journal. Call it once, when all kinds are defined. Does
	 * nothing for a host in memory.
	 */
	public void recover() {
		if (this.journal != null) {
			this.journal.start(this.parts.host.recovery);
		}
	}

	/**
	 * Returns whether the tasks of this host are stored in a journal.
	 * @return {@code true} if so
	 */
	public boolean isDurable() {
		return this.journal != null;
	}

	/**
	 * Returns the numbers of live tasks in the journal, those of other processes
	 * included, while {@link #statistics()} has the tasks of this process. Does not wait
	 * for the journal.
	 * @return the numbers as they were counted last; empty for a host in memory and
	 * before the first count
	 */
	public Optional<StoredTaskCounts> storedCounts() {
		return (this.journal != null) ? this.journal.counts() : Optional.empty();
	}

	/**
	 * Returns the nodes that share the journal, as far as this one knows. Does not wait
	 * for the journal.
	 * @return the nodes, this one first, at most 1,000; empty for a host in memory
	 */
	public List<ClusterNode> nodes() {
		return (this.journal != null) ? this.journal.nodes() : List.of();
	}

	/**
	 * The first stage of a graceful shutdown: ends all subscriptions and refuses new
	 * ones. Tasks are still admitted.
	 */
	public void drain() {
		this.parts.host.life.drain();
	}

	/**
	 * The second stage of a graceful shutdown. Refuses new tasks, cancels waiting tasks,
	 * asks other bodies to cancel, and interrupts those that still run after the grace
	 * period. Bodies that do not end after another wait are logged, and their records end
	 * as abandoned. Reported work continues. Blocks for at most the grace period, the
	 * wait after the interrupts, and a second for slow listeners.
	 */
	public void stop() {
		this.parts.host.life.stop();
	}

	/**
	 * Stops the host in both stages, and then its timer: alarms that are set, such as the
	 * timeouts of reported work, do not fire any more. {@link #stop()} alone keeps the
	 * timer running. A durable host then gives its stored tasks back.
	 */
	@Override
	public void close() {
		this.parts.host.life.close();
		if (this.journal != null) {
			this.journal.stop();
		}
	}

	/**
	 * Returns whether the current thread runs a body or hidden work of this host. A stop
	 * on such a thread does not wait for that work; a stop on another thread that such
	 * work waits for would.
	 * @return {@code true} if so
	 */
	public boolean runsWorkHere() {
		return this.parts.host.waits.runsWorkHere();
	}

	@Override
	public void awaitIdle(Duration timeout) throws InterruptedException {
		this.parts.host.idle.await(timeout);
	}

	/**
	 * Cancels all work at once, including reported work, and forgets all records, wakes
	 * and failures of hidden work, and removes schedules that do not stay after the close
	 * of their session; for tests that share a host. Subscriptions and the counts of
	 * meters stay.
	 * @param timeout the longest wait for the ends of tasks and threads
	 * @throws TaskAwaitTimeoutException if a task or thread does not end in time; the
	 * message names it. Records and wakes may then not be forgotten
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void reset(Duration timeout) throws InterruptedException {
		this.parts.host.life.pause(() -> {
			this.parts.host.schedules.reset();
			this.parts.host.reset.run(timeout);
		});
		this.parts.host.schedules.wake();
	}

	/** Adopts a record from elsewhere. */
	LocalTask adopt(BackgroundTaskRecord record) {
		return this.parts.host.adoption.adopt(record);
	}

	/**
	 * Defines a kind after the host was built, before the first task of the kind.
	 * @param handler the handler
	 * @throws DuplicateTaskKindException if the kind is defined already
	 * @throws InvalidKindOptionException if an option has no effect for the kind
	 * @throws TaskStateException if the host has had a task of the kind
	 */
	public void define(BackgroundTaskHandler<?> handler) {
		this.parts.ground.kinds.define(handler);
	}

	/**
	 * Returns the names of the kinds that are defined, without describing them.
	 * @return the names, sorted
	 */
	public List<String> definedKinds() {
		return this.parts.ground.definitions.names();
	}

	/**
	 * Returns the options of the host.
	 * @return the options
	 */
	public BackgroundTaskHostOptions options() {
		return this.options;
	}

	@Override
	public HostPhase phase() {
		return this.parts.door.phase.get();
	}

	@Override
	public BackgroundTaskStatistics statistics() {
		return this.parts.host.statistics;
	}

	@Override
	public List<KindDescription> kinds() {
		return this.parts.ground.descriptions.all();
	}

	@Override
	public TaskSession session(String sessionId) {
		return new LocalSession(this, this.parts.host.submissions, this.parts.door.cancellations,
				this.parts.host.schedules, TaskSession.requireValidId(sessionId));
	}

	@Override
	public BackgroundTaskHandle<@Nullable Object> task(String sessionId, String taskId) {
		return new LocalHandle<>(this.parts.host.control, this.parts.door.known.require(sessionId, taskId));
	}

	@Override
	public BackgroundTaskHandle<@Nullable Object> task(UUID uid) {
		return new LocalHandle<>(this.parts.host.control, this.parts.door.known.require(uid));
	}

	@Override
	public TaskReporter reporter(String sessionId, String taskId) {
		return reporter(this.parts.door.known.require(sessionId, taskId));
	}

	@Override
	public TaskReporter reporter(UUID uid) {
		return reporter(this.parts.door.known.require(uid));
	}

	private TaskReporter reporter(LocalTask task) {
		return new LocalReporter(this.parts.bodies.reports, task, task.record().attempt());
	}

	@Override
	public Optional<BackgroundTaskRecord> find(UUID uid) {
		return recordOf(this.parts.door.known.find(uid));
	}

	private static Optional<BackgroundTaskRecord> recordOf(@Nullable LocalTask entry) {
		return Optional.ofNullable(entry).map(LocalTask::record);
	}

	@Override
	public Optional<TaskInspection> inspect(UUID uid) {
		return this.parts.host.inspections.of(uid);
	}

	@Override
	public Optional<TaskHistory> history(UUID uid) {
		return this.parts.host.histories.of(uid);
	}

	@Override
	public SessionPage sessions(@Nullable String text, int limit, @Nullable String cursor) {
		return this.parts.host.sessionPages.page(text, limit, cursor);
	}

	@Override
	public SessionSummary summary(String sessionId) {
		return this.parts.host.sessionPages.of(TaskSession.requireValidId(sessionId));
	}

	@Override
	public SchedulePage schedules(@Nullable String sessionId, int limit, @Nullable String cursor) {
		return this.parts.host.schedules.page(sessionId, limit, cursor);
	}

	@Override
	public List<BackgroundTaskRecord> unresponsive(int limit) {
		return this.parts.host.inspections.unresponsive(limit);
	}

	@Override
	public BackgroundTaskRecord register(String sessionId, BackgroundTaskRegistration registration) {
		return this.parts.host.starts
			.reported(TaskSession.requireValidId(sessionId), registration, TaskMode.REGISTERED, null)
			.record();
	}

	@Override
	public BackgroundTaskRecord update(String taskId, BackgroundTaskUpdate update) {
		LocalTask task = this.parts.door.known.requireOnly(taskId);
		return this.parts.door.commits
			.apply(task,
					new TaskCommand.Update(update.state(), update.progress(),
							this.parts.door.cancellations.callerName()))
			.after();
	}

	@Override
	public BackgroundTaskRecord complete(String taskId, BackgroundTaskCompletion completion) {
		LocalTask task = this.parts.door.known.requireOnly(taskId);
		return this.parts.door.commits.apply(task, TaskCommand.End.byCaller(completion.state(), completion.summary()))
			.after();
	}

	@Override
	public BackgroundTaskRecord requestCancel(String taskId, @Nullable String reason) {
		return this.parts.door.cancellations.request(this.parts.door.known.requireOnly(taskId), reason).after();
	}

	@Override
	public Optional<BackgroundTaskRecord> get(String taskId) {
		return recordOf(this.parts.door.known.findOnly(taskId));
	}

	@Override
	public BackgroundTaskPage list(BackgroundTaskFilter filter, TaskOrder order, int limit, @Nullable String cursor) {
		if (limit < 1 || limit > MAX_PAGE) {
			throw new InvalidTaskArgumentException("The limit " + limit + " is not valid: use 1 to " + MAX_PAGE + ".");
		}
		TablePage<LocalTask> page = this.parts.door.known.page(PageRequest.of(filter, order, limit, cursor));
		return new BackgroundTaskPage(page.entries().stream().map(LocalTask::record).toList(), page.next(),
				page.previous(), page.partial());
	}

	@Override
	public BackgroundTaskRecord transfer(String taskId, String sessionId) {
		return this.parts.host.transfers.transfer(this.parts.door.known.requireOnly(taskId),
				TaskSession.requireValidId(sessionId));
	}

	@Override
	public BackgroundTaskSubscription subscribe(BackgroundTaskFilter filter) {
		return this.parts.ground.subscriptions.add(filter);
	}

	@Override
	public void spawnHidden(String sessionId, String label, HiddenTask task) {
		this.parts.host.hidden.spawn(TaskSession.requireValidId(sessionId), label, task);
	}

	@Override
	public void awaitHidden(String sessionId, Duration timeout) throws InterruptedException {
		Session session = this.parts.ground.sessions.find(sessionId);
		if (session != null) {
			this.parts.host.waits.awaitHidden(session, timeout);
		}
	}

	@Override
	public <R extends @Nullable Object> BackgroundTaskHandle<R> spawnManaged(String sessionId,
			BackgroundTaskRegistration registration, BackgroundTask<R> body) {
		Objects.requireNonNull(body, "body");
		return this.parts.host.starts.managed(TaskSession.requireValidId(sessionId), registration, body);
	}

	@Override
	public BackgroundTaskRecord registerExternal(String sessionId, BackgroundTaskRegistration registration,
			@Nullable ExternalTaskCancellation cancellation) {
		return this.parts.host.starts
			.reported(TaskSession.requireValidId(sessionId), registration, TaskMode.EXTERNAL, cancellation)
			.record();
	}

	@Override
	public void unregisterExternal(String sessionId, String taskId) {
		commitIfKnown(sessionId, taskId, new TaskCommand.Remove(TaskCommand.Removal.UNREGISTERED));
	}

	@Override
	public void markTerminal(String sessionId, String taskId, BackgroundTaskState state) {
		commitIfKnown(sessionId, taskId, TaskCommand.End.byCaller(state, null));
	}

	@Override
	public void markLiveState(String sessionId, String taskId, BackgroundTaskState state) {
		commitIfKnown(sessionId, taskId, new TaskCommand.MarkLive(state));
	}

	@Override
	public void cancelManaged(String sessionId, String taskId) {
		commitIfKnown(sessionId, taskId,
				new TaskCommand.CancelNow(null, this.parts.door.cancellations.callerName(), false));
	}

	private void commitIfKnown(String sessionId, String taskId, TaskCommand command) {
		LocalTask task = this.parts.door.known.find(sessionId, taskId);
		if (task != null) {
			this.parts.door.commits.apply(task, command);
		}
	}

	@Override
	public List<BackgroundTaskRecord> listManaged(String sessionId) {
		return this.parts.door.known.tasksOf(sessionId).stream().map(LocalTask::record).toList();
	}

	@Override
	public Optional<BackgroundTaskRecord> getManaged(String sessionId, String taskId) {
		return recordOf(this.parts.door.known.findIn(sessionId, taskId));
	}

	@Override
	public void transferManaged(String fromSessionId, String toSessionId, Collection<String> taskIds) {
		List<LocalTask> tasks = new ArrayList<>();
		for (String taskId : List.copyOf(new LinkedHashSet<>(taskIds))) {
			LocalTask task = this.parts.door.known.findIn(fromSessionId, taskId);
			if (task != null) {
				tasks.add(task);
			}
		}
		this.parts.host.transfers.transfer(fromSessionId, TaskSession.requireValidId(toSessionId), tasks);
	}

	@Override
	public List<BackgroundTaskRecord> cancelAllManaged(String sessionId) {
		return this.parts.door.cancellations.allNow(sessionId, null);
	}

	@Override
	public SessionCloseReport closeSession(String sessionId, @Nullable String successor) {
		if (successor != null) {
			TaskSession.requireValidId(successor);
		}
		return this.parts.host.closing.close(TaskSession.requireValidId(sessionId), successor);
	}

	@Override
	public BackgroundTaskRecord await(String taskId, Duration timeout) throws InterruptedException {
		return this.parts.host.waits.await(this.parts.door.known.requireOnly(taskId), timeout);
	}

	@Override
	public BackgroundTaskHandle<@Nullable Object> submit(String sessionId, TaskRequest request) {
		return this.parts.host.submissions.submit(TaskSession.requireValidId(sessionId), request);
	}

	@Override
	public <R> BackgroundTaskHandle<R> submit(String sessionId, TaskRequest request, Class<R> type) {
		return this.parts.host.submissions.submit(TaskSession.requireValidId(sessionId), request, type);
	}

	@Override
	public BackgroundTaskRecord reattach(String taskId) {
		return this.parts.host.reattachments.reattach(this.parts.door.known.requireOnly(taskId));
	}

	@Override
	public SessionWakes drainWakes(String sessionId) {
		return this.parts.ground.wakes.drain(TaskSession.requireValidId(sessionId));
	}

	/** Builds a {@link LocalBackgroundTaskHost}. Not thread-safe. */
	public static final class Builder {

		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults();

		Clock clock = Clock.systemUTC();

		private boolean hasClock;

		TaskTable<LocalTask> table = new TaskTable<>();

		PayloadCodec codec = PayloadCodec.none();

		BackgroundTaskMetricsRecorder metrics = BackgroundTaskMetricsRecorder.NONE;

		@Nullable TaskTimer timer;

		ThreadFactory virtualThreads = HostThreads.virtualFactory();

		ThreadFactory platformThreads = HostThreads.platformFactory();

		ClassLoader classLoader = LocalBackgroundTaskHost.class.getClassLoader();

		AnswerSchemas schemas = AnswerSchemas.none();

		TypeSchemas typeSchemas = TypeSchemas.none();

		TaskCallers callers = TaskCallers.none();

		TaskTransactions transactions = TaskTransactions.none();

		@Nullable TaskJournal journal;

		@Nullable RateLimiters rateLimiters;

		CronTimes cron = CronTimes.none();

		final List<BackgroundTaskExecutor> executors = new ArrayList<>();

		final List<BackgroundTaskHandler<?>> handlers = new ArrayList<>();

		final List<BackgroundTaskListener> listeners = new ArrayList<>();

		final List<BackgroundTaskInterceptor> interceptors = new ArrayList<>();

		final List<TaskContextPropagator> propagators = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Sets the options.
		 * @param options the options
		 * @return this builder
		 */
		public Builder options(BackgroundTaskHostOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * Sets the wall clock, of the times in records and of the deadlines that users
		 * give as instants. Durations are measured by the timer. By default it is the
		 * clock of the journal, and that of the system in memory.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			this.hasClock = true;
			return this;
		}

		/**
		 * Sets the timer, whose monotonic clock measures all durations.
		 * @param timer the timer; the host stops it
		 * @return this builder
		 */
		public Builder timer(TaskTimer timer) {
			this.timer = timer;
			return this;
		}

		/** Sets the table, so that a test can act between the steps of a commit. */
		Builder table(TaskTable<LocalTask> table) {
			this.table = table;
			return this;
		}

		/**
		 * Sets the codec of inputs, results, answers and message data.
		 * @param codec the codec
		 * @return this builder
		 */
		public Builder codec(PayloadCodec codec) {
			this.codec = codec;
			return this;
		}

		/**
		 * Sets the validator of answers against the schemas of questions.
		 * @param schemas the schemas
		 * @return this builder
		 */
		public Builder schemas(AnswerSchemas schemas) {
			this.schemas = schemas;
			return this;
		}

		/**
		 * Sets the source of the schemas that describe inputs of kinds and answers.
		 * @param typeSchemas the source
		 * @return this builder
		 */
		public Builder typeSchemas(TypeSchemas typeSchemas) {
			this.typeSchemas = typeSchemas;
			return this;
		}

		/**
		 * Sets the source of the identity and the authorities of callers.
		 * @param callers the source
		 * @return this builder
		 */
		public Builder callers(TaskCallers callers) {
			this.callers = callers;
			return this;
		}

		/**
		 * Sets the source of the transactions of callers.
		 * @param transactions the source
		 * @return this builder
		 */
		public Builder transactions(TaskTransactions transactions) {
			this.transactions = transactions;
			return this;
		}

		/**
		 * Sets the evaluation of the cron expressions of schedules. Without one,
		 * schedules have a fixed rate or a fixed delay.
		 * @param cron the evaluation
		 * @return this builder
		 */
		public Builder cron(CronTimes cron) {
			this.cron = cron;
			return this;
		}

		/**
		 * Sets the durable store of tasks. Without one, tasks end with the process.
		 * @param journal the journal; the host starts and stops it
		 * @return this builder
		 */
		public Builder journal(TaskJournal journal) {
			this.journal = journal;
			return this;
		}

		/**
		 * Sets the limiters of kinds whose options limit the rate of their starts.
		 * Without them, such options are refused.
		 * @param rateLimiters the limiters
		 * @return this builder
		 */
		public Builder rateLimiters(RateLimiters rateLimiters) {
			this.rateLimiters = rateLimiters;
			return this;
		}

		/**
		 * Adds a kind by its executor.
		 * @param executor the executor
		 * @return this builder
		 */
		public Builder addExecutor(BackgroundTaskExecutor executor) {
			this.executors.add(executor);
			return this;
		}

		/**
		 * Adds a kind by its handler.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder addHandler(BackgroundTaskHandler<?> handler) {
			this.handlers.add(handler);
			return this;
		}

		/**
		 * Sets the recorder of metrics. Its exceptions are logged and have no effect.
		 * @param metrics the recorder
		 * @return this builder
		 */
		public Builder metrics(BackgroundTaskMetricsRecorder metrics) {
			this.metrics = GuardedRecorder.of(metrics);
			return this;
		}

		/**
		 * Sets the factories of the threads of bodies. The host names the threads.
		 * @param virtual the factory of virtual threads
		 * @param platform the factory of platform threads
		 * @return this builder
		 */
		public Builder threads(ThreadFactory virtual, ThreadFactory platform) {
			this.virtualThreads = virtual;
			this.platformThreads = platform;
			return this;
		}

		/**
		 * Sets the context class loader of all threads of the host.
		 * @param classLoader the class loader
		 * @return this builder
		 */
		public Builder classLoader(ClassLoader classLoader) {
			this.classLoader = classLoader;
			return this;
		}

		/**
		 * Adds a listener.
		 * @param listener the listener
		 * @return this builder
		 */
		public Builder addListener(BackgroundTaskListener listener) {
			this.listeners.add(listener);
			return this;
		}

		/**
		 * Adds an interceptor, inside of those that were added before.
		 * @param interceptor the interceptor
		 * @return this builder
		 */
		public Builder addInterceptor(BackgroundTaskInterceptor interceptor) {
			this.interceptors.add(interceptor);
			return this;
		}

		/**
		 * Adds a propagator of the context of callers, inside of those that were added
		 * before.
		 * @param propagator the propagator
		 * @return this builder
		 */
		public Builder addContextPropagator(TaskContextPropagator propagator) {
			this.propagators.add(propagator);
			return this;
		}

		/**
		 * Builds a running host.
		 * @return a new host
		 * @throws DuplicateTaskKindException if two executors or handlers define the same
		 * kind
		 */
		public LocalBackgroundTaskHost build() {
			if (this.journal != null && !this.hasClock) {
				this.clock = this.journal.clock();
			}
			return new LocalBackgroundTaskHost(this);
		}

	}

}
