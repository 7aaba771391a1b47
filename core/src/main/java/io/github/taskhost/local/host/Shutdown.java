package io.github.taskhost.local.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.ClosingRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.local.body.UnresponsiveThreads;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.GivingBack;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.event.HandOver;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.local.time.Nanos;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the work of a host that admits no tasks any more. Waiting tasks are cancelled at
 * once and other bodies are asked to cancel; after the grace period threads are
 * interrupted; after another wait the records of bodies that still run are ended as
 * abandoned, and the result is logged.
 */
public final class Shutdown {

	private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

	private static final int REPORTED = 20;

	/**
	 * The least time for listeners to receive the ends, when bodies used up the grace
	 * period.
	 */
	private static final Duration LEAST_FOR_LISTENERS = Duration.ofSeconds(1);

	/** The part of the grace period after which the wait is logged. */
	private static final Duration QUIET = Duration.ofSeconds(1);

	private static final long START_POLL_NANOS = 50_000;

	private final TaskLookup lookup;

	private final Sessions sessions;

	private final Commits commits;

	private final HandOver handOver;

	private final UnresponsiveThreads unresponsive;

	private final ShutdownOptions options;

	private final GivingBack givingBack;

	public Shutdown(TaskLookup lookup, Sessions sessions, Commits commits, HandOver handOver,
			UnresponsiveThreads unresponsive, ShutdownOptions options, GivingBack givingBack) {
		this.lookup = lookup;
		this.sessions = sessions;
		this.commits = commits;
		this.handOver = handOver;
		this.unresponsive = unresponsive;
		this.options = options;
		this.givingBack = givingBack;
	}

	void run() {
		long end = System.nanoTime() + Nanos.of(this.options.gracePeriod()) + Nanos.of(this.options.interruptWait());
		List<CompletableFuture<Void>> deliveries = this.handOver.during(this::endAll);
		awaitAll(deliveries, Math.max(left(end).toNanos(), LEAST_FOR_LISTENERS.toNanos()));
	}

	/**
	 * Waits for the deliveries, so that listeners have received the ends when the stop
	 * returns.
	 */
	private static void awaitAll(List<CompletableFuture<Void>> deliveries, long nanos) {
		try {
			CompletableFuture.allOf(deliveries.toArray(CompletableFuture[]::new)).get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			log.warn("The host stopped, and a listener has not returned from an event of the stop");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void endAll() {
		this.sessions.awaitAdmissions();
		List<LocalTask> tasks = liveTasks();
		tasks.forEach(this::askToEnd);
		Predicate<Thread> awaitsStop = awaitsStop();
		List<Work.Body> bodies = bodiesOf(tasks, awaitsStop);
		if (!endedInTime(tasks, bodies, awaitsStop)) {
			bodies.forEach(Work.Body::interrupt);
			this.sessions.all().forEach((session) -> session.hidden().interrupt());
			ended(bodies, awaitsStop, this.options.interruptWait());
		}
		giveBack(tasks);
		report(tasks, bodies);
		reportEarlier(tasks);
		this.unresponsive.summarize();
	}

	/** Waits for the grace period, and says so when it is long. */
	private boolean endedInTime(List<LocalTask> tasks, List<Work.Body> bodies, Predicate<Thread> awaitsStop) {
		Duration grace = this.options.gracePeriod();
		if (grace.compareTo(QUIET) <= 0) {
			return ended(bodies, awaitsStop, grace);
		}
		if (ended(bodies, awaitsStop, QUIET)) {
			return true;
		}
		log.info("The host stops, and its work has up to {} to wind down; tasks that run: {}", grace,
				firstOf(tasks.stream().filter(Shutdown::runs).map((task) -> nameOf(task.record())).toList()));
		return ended(bodies, awaitsStop, grace.minus(QUIET));
	}

	private static boolean runs(LocalTask task) {
		Work.Body body = task.body();
		return body != null && isAtWork(body);
	}

	private List<LocalTask> liveTasks() {
		List<LocalTask> tasks = new ArrayList<>();
		this.lookup.forEach(BackgroundTaskFilter.live(), tasks::add);
		return tasks;
	}

	/**
	 * Recognizes threads that wait for the end of this stop: this thread, and threads
	 * that called {@code System.exit}.
	 */
	private static Predicate<Thread> awaitsStop() {
		JvmExit exit = JvmExit.look();
		return (thread) -> thread == Thread.currentThread() || exit.isAwaitedBy(thread);
	}

	private static List<Work.Body> bodiesOf(List<LocalTask> tasks, Predicate<Thread> awaitsStop) {
		List<Work.Body> bodies = new ArrayList<>();
		for (LocalTask task : tasks) {
			Work.Body body = task.body();
			Thread thread = (body != null) ? body.thread() : null;
			if (body != null && (thread == null || !awaitsStop.test(thread))) {
				bodies.add(body);
			}
		}
		return bodies;
	}

	private void askToEnd(LocalTask task) {
		if (this.givingBack.isFor(task)) {
			askToYield(task);
			return;
		}
		TaskCommand command = ClosingRules.onShutdown(task.record());
		if (command != null) {
			ends(task, command);
		}
	}

	/**
	 * Asks a body to end whose task goes on elsewhere, at once if it waits for a person.
	 * A task without a body at work is given back as it is.
	 */
	private void askToYield(LocalTask task) {
		Work.Body body = task.body();
		if (body == null || body.thread() == null || !isAtWork(body)) {
			this.givingBack.giveBack(task);
			return;
		}
		body.askToYield();
		if (TimeRules.waits(task.record())) {
			body.interrupt();
		}
	}

	/** Gives the tasks back whose bodies have not ended in time. */
	private void giveBack(List<LocalTask> tasks) {
		tasks.stream().filter(this.givingBack::isFor).forEach(this.givingBack::giveBack);
	}

	/**
	 * Applies a command; a failure leaves the other tasks to the stop.
	 * @return whether the task ended by it
	 */
	private boolean ends(LocalTask task, TaskCommand command) {
		try {
			return this.commits.apply(task, command).isEnd();
		}
		catch (Throwable ex) {
			log.error("The stop of the host could not end task {}; it continues with the others", nameOf(task.record()),
					LogSafe.of(ex));
			return false;
		}
	}

	private boolean ended(List<Work.Body> bodies, Predicate<Thread> awaitsStop, Duration time) {
		long end = System.nanoTime() + Nanos.of(time);
		try {
			for (Work.Body body : bodies) {
				if (!ended(body, end)) {
					return false;
				}
			}
			for (Session session : this.sessions.all()) {
				for (Thread thread : session.hidden().threads()) {
					if (!awaitsStop.test(thread) && !thread.join(left(end))) {
						return false;
					}
				}
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Waits for the end of a body. A thread that is being started cannot be joined yet,
	 * so its start is polled.
	 */
	private static boolean ended(Work.Body body, long end) throws InterruptedException {
		while (!body.isOver()) {
			Thread thread = body.thread();
			if (thread != null && thread.getState() != Thread.State.NEW) {
				return thread.join(left(end));
			}
			if (body.isDequeued()) {
				return true;
			}
			if (left(end).isZero()) {
				return false;
			}
			LockSupport.parkNanos(START_POLL_NANOS);
		}
		return true;
	}

	private static Duration left(long end) {
		return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
	}

	private void report(List<LocalTask> tasks, List<Work.Body> bodies) {
		long alive = bodies.stream().filter(Shutdown::isAtWork).count();
		Set<Work.Body> awaited = Set.copyOf(bodies);
		List<String> left = new ArrayList<>();
		List<String> callers = new ArrayList<>();
		for (LocalTask task : tasks) {
			Work.Body body = task.body();
			if (body != null && (abandon(task) || isAtWork(body))) {
				(awaited.contains(body) ? left : callers).add(nameOf(task.record()));
			}
		}
		if (!callers.isEmpty()) {
			log.warn("The host stopped without a wait for the tasks that called the stop or wait for it: {}",
					firstOf(callers));
		}
		if (alive > 0 || !left.isEmpty()) {
			log.warn("The host stopped, and {} thread(s) did not end in time; tasks left: {}",
					Math.max(alive, left.size()), firstOf(left));
		}
		else if (callers.isEmpty()) {
			log.info(
					"The host stopped; {} task(s) were live when the stop began, {} of them elsewhere, where they go on",
					tasks.size(), tasks.stream().filter((task) -> task.record().mode().isReported()).count());
		}
	}

	private static String firstOf(List<String> names) {
		return names.subList(0, Math.min(REPORTED, names.size())) + ((names.size() > REPORTED) ? " …" : "");
	}

	/**
	 * Warns of the threads of tasks that had ended before the stop: it does not wait for
	 * them.
	 */
	private void reportEarlier(List<LocalTask> tasks) {
		Set<UUID> live = tasks.stream().map(LocalTask::uid).collect(Collectors.toSet());
		List<String> earlier = this.unresponsive.records()
			.filter((record) -> !live.contains(record.uid()))
			.map(Shutdown::nameOf)
			.toList();
		if (!earlier.isEmpty()) {
			log.warn("The host stopped, and {} thread(s) of tasks that had ended before the stop still run: {}",
					earlier.size(), firstOf(earlier));
		}
	}

	/** Ends the record of a body that did not end; returns whether it was live. */
	private boolean abandon(LocalTask task) {
		return !task.record().mode().isReported()
				&& ends(task, new TaskCommand.CancelNow("did not end before the host stopped", null, true));
	}

	private static boolean isAtWork(Work.Body body) {
		return !body.isOver() && !body.isDequeued();
	}

	private static String nameOf(BackgroundTaskRecord record) {
		return record.sessionId() + "/" + record.id();
	}

}
