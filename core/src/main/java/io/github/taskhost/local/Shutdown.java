package io.github.taskhost.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.lifecycle.ClosingRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the work of a host that takes none any more: everything is asked to end, waiting
 * tasks end at once; after the grace period threads are interrupted; after another wait
 * the records of what still runs are ended, and it is reported.
 */
final class Shutdown {

	private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

	private static final int REPORTED = 20;

	/** When bodies took all the time there is, listeners still hear of their ends. */
	private static final Duration LEAST_FOR_LISTENERS = Duration.ofSeconds(1);

	private static final long START_POLL_NANOS = 50_000;

	private final Host host;

	private final ShutdownOptions options;

	Shutdown(Host host, ShutdownOptions options) {
		this.host = host;
		this.options = options;
	}

	void run() {
		long end = System.nanoTime() + this.options.gracePeriod().plus(this.options.interruptWait()).toNanos();
		List<CompletableFuture<Void>> deliveries = this.host.delivery().handOver().during(this::endAll);
		awaitAll(deliveries, Math.max(left(end).toNanos(), LEAST_FOR_LISTENERS.toNanos()));
	}

	/**
	 * What listeners are told should reach them before whoever stops the host goes on.
	 */
	private static void awaitAll(List<CompletableFuture<Void>> deliveries, long nanos) {
		try {
			CompletableFuture.allOf(deliveries.toArray(CompletableFuture[]::new)).get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			log.warn("The host stopped, and a listener has not come back from what it was told");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void endAll() {
		this.host.sessions().all().forEach(Session::awaitAdmissions);
		List<LocalTask> tasks = liveTasks();
		tasks.forEach(this::askToEnd);
		List<Execution> executions = executionsOf(tasks);
		if (!ended(executions, this.options.gracePeriod())) {
			executions.forEach(Execution::interrupt);
			this.host.sessions().all().forEach((session) -> session.hidden().interrupt());
			ended(executions, this.options.interruptWait());
		}
		report(tasks, executions);
	}

	private List<LocalTask> liveTasks() {
		List<LocalTask> tasks = new ArrayList<>();
		this.host.forEach(BackgroundTaskFilter.live(), tasks::add);
		return tasks;
	}

	private static List<Execution> executionsOf(List<LocalTask> tasks) {
		List<Execution> executions = new ArrayList<>();
		for (LocalTask task : tasks) {
			Execution execution = task.execution;
			if (execution != null && !execution.runsOn(Thread.currentThread())) {
				executions.add(execution);
			}
		}
		return executions;
	}

	private void askToEnd(LocalTask task) {
		TaskCommand command = ClosingRules.onShutdown(task.record());
		if (command != null) {
			this.host.cancellations().cancel(task, command);
		}
	}

	private boolean ended(List<Execution> executions, Duration time) {
		long end = System.nanoTime() + time.toNanos();
		try {
			for (Execution execution : executions) {
				if (!ended(execution, end)) {
					return false;
				}
			}
			for (Session session : this.host.sessions().all()) {
				for (Thread thread : session.hidden().threads()) {
					if (thread != Thread.currentThread() && !thread.join(left(end))) {
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
	 * A thread that is just being started cannot be joined yet; that takes a moment only.
	 */
	private static boolean ended(Execution execution, long end) throws InterruptedException {
		while (!execution.isOver()) {
			Thread thread = execution.thread();
			if (thread != null && thread.getState() != Thread.State.NEW) {
				return thread.join(left(end));
			}
			if (execution.isDequeued()) {
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

	private void report(List<LocalTask> tasks, List<Execution> executions) {
		long alive = executions.stream().filter((execution) -> !execution.isOver() && !execution.isDequeued()).count();
		List<String> left = new ArrayList<>();
		for (LocalTask task : tasks) {
			if (task.execution != null && !task.record().mode().isReported()) {
				this.host.commits()
					.commit(task, new TaskCommand.CancelNow("did not end before the host stopped", null, true));
				left.add(nameOf(task.record()));
			}
		}
		if (alive > 0 || !left.isEmpty()) {
			log.warn("The host stopped, and {} thread(s) did not end; tasks left: {}{}", alive,
					left.subList(0, Math.min(REPORTED, left.size())), (left.size() > REPORTED) ? " …" : "");
		}
		else {
			log.info("The host stopped; {} task(s) were ended for it", tasks.size());
		}
	}

	private static String nameOf(BackgroundTaskRecord record) {
		return record.sessionId() + "/" + record.id();
	}

}
