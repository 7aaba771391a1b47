package io.github.taskhost.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.Progress;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a real host by their names. A ticker moves those on that run. Thread-safe.
 */
final class HostTasks implements AutoCloseable {

	private static final long TICK = 250;

	final BackgroundTaskHost host;

	private final Map<String, HostTask> tasks = new ConcurrentHashMap<>();

	private final Map<UUID, TaskReporter> running = new ConcurrentHashMap<>();

	private final AtomicLong number = new AtomicLong();

	private final AtomicLong ticks = new AtomicLong();

	private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();

	HostTasks(BackgroundTaskHost host) {
		this.host = host;
	}

	/** Begins to move tasks on. */
	void startTicker() {
		this.ticker.scheduleAtFixedRate(this::tick, TICK, TICK, TimeUnit.MILLISECONDS);
	}

	private void tick() {
		long tick = this.ticks.incrementAndGet();
		this.running.forEach((uid, reporter) -> {
			try {
				BackgroundTaskRecord record = reporter.record();
				if (record.state() == BackgroundTaskState.RUNNING) {
					advance(reporter, record, tick);
				}
				else if (record.state().isTerminal()) {
					this.running.remove(uid);
				}
			}
			catch (BackgroundTaskException ex) {
				// the task has ended, or was removed
				this.running.remove(uid);
			}
		});
	}

	private static void advance(TaskReporter reporter, BackgroundTaskRecord record, long tick) {
		if (record.displayName().equals("index the archive")) {
			if (tick % 2 == 0) {
				reporter.output("stdout", "indexed batch " + tick);
			}
		}
		Progress before = record.progress();
		if (before != null && before.total() != null) {
			reporter.progress(Progress.of((before.current() + 1) % before.total(), before.total(), "rows"));
		}
	}

	/** A registration; a task of the stage is cancelled when its session is closed. */
	BackgroundTaskRegistration.Builder named(String name, String kind) {
		return BackgroundTaskRegistration.ofKind(kind)
			.id(kind + "-" + this.number.incrementAndGet())
			.displayName(name)
			.closePolicy(ClosePolicy.CANCEL);
	}

	/** Registers work that has no body; a cancel request ends it. */
	TaskReporter external(String name, BackgroundTaskRegistration registration, String session) {
		BackgroundTaskRecord record = this.host.registerExternal(session, registration, this::cancel);
		HostTask task = new HostTask(session, record.id(), false);
		task.uid = record.uid();
		this.tasks.put(name, task);
		return this.host.reporter(record.uid());
	}

	private void cancel(BackgroundTaskRecord record) {
		if (!record.state().isTerminal()) {
			this.host.reporter(record.uid()).cancelled(null);
		}
	}

	/** Registers a task that no work begins. */
	void pending(String name, BackgroundTaskRegistration registration, String session) {
		BackgroundTaskRecord record = this.host.register(session, registration);
		HostTask task = new HostTask(session, record.id(), false);
		task.uid = record.uid();
		this.tasks.put(name, task);
	}

	/** Moves reported work on. */
	void move(TaskReporter reporter) {
		this.running.put(reporter.uid(), reporter);
	}

	/** Starts a body, and waits until it has begun to wait or to ask. */
	HostTask body(String name, BackgroundTaskRegistration registration, String session, Act act) {
		HostTask task = new HostTask(session, Objects.requireNonNull(registration.id()), true);
		BackgroundTask<@Nullable Object> body = (context) -> {
			task.context = context;
			return act.run(task, context);
		};
		task.uid = this.host.session(session).spawn(registration, body).uid();
		this.tasks.put(name, task);
		return task;
	}

	/** Waits until a body has done something. */
	void await(HostTask task, java.util.function.Predicate<BackgroundTaskRecord> reached) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> reached.test(record(task)));
	}

	BackgroundTaskRecord record(HostTask task) {
		return this.host.find(Objects.requireNonNull(task.uid)).orElseThrow();
	}

	HostTask named(String name) {
		HostTask task = this.tasks.get(name);
		if (task == null) {
			throw new AssertionError("There is no task '" + name + "' on the stage");
		}
		return task;
	}

	/** Ends a task. */
	void end(String name, String state) {
		HostTask task = named(name);
		boolean failed = state.equals("failed");
		if (task.body) {
			task.failure = failed ? "ended by the scenario" : null;
			task.end.countDown();
		}
		else {
			this.host.markTerminal(task.session, task.id,
					failed ? BackgroundTaskState.FAILED : BackgroundTaskState.COMPLETED);
		}
	}

	/** Removes a task without a body. */
	void remove(String name) {
		HostTask task = named(name);
		this.host.unregisterExternal(task.session, task.id);
	}

	/** Ends the ticker, and every task. */
	@Override
	public void close() {
		this.ticker.shutdownNow();
		this.tasks.values().forEach((task) -> task.end.countDown());
		forgetAll();
	}

	/** Ends and forgets all tasks of the host. */
	void forgetAll() {
		try {
			((LocalBackgroundTaskHost) this.host).reset(Duration.ofSeconds(10));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** All names. */
	List<String> names() {
		return List.copyOf(this.tasks.keySet());
	}

	/** The work of a body. */
	interface Act {

		@Nullable Object run(HostTask task, io.github.taskhost.BackgroundTaskContext context) throws Exception;

	}

}
