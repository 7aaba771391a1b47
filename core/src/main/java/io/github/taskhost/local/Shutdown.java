package io.github.taskhost.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskFilter;
import io.github.taskhost.BackgroundTaskHostOptions;
import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.lifecycle.HostRules;
import io.github.taskhost.lifecycle.TaskCommand;
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

	private final Host host;

	private final BackgroundTaskHostOptions.Shutdown options;

	Shutdown(Host host, BackgroundTaskHostOptions.Shutdown options) {
		this.host = host;
		this.options = options;
	}

	void run() {
		this.host.sessions().all().forEach(Session::awaitAdmissions);
		List<LocalTask> tasks = liveTasks();
		List<Thread> threads = threadsOf(tasks);
		tasks.forEach(this::askToEnd);
		if (!joined(threads, this.options.gracePeriod())) {
			tasks.forEach(Shutdown::interrupt);
			this.host.sessions().all().forEach((session) -> session.hidden().interrupt());
			joined(threads, this.options.interruptWait());
		}
		report(tasks, threads);
	}

	private List<LocalTask> liveTasks() {
		List<LocalTask> tasks = new ArrayList<>();
		this.host.forEach(BackgroundTaskFilter.live(), tasks::add);
		return tasks;
	}

	private List<Thread> threadsOf(List<LocalTask> tasks) {
		List<Thread> threads = new ArrayList<>();
		for (LocalTask task : tasks) {
			Execution execution = task.execution;
			Thread thread = (execution != null) ? execution.thread() : null;
			if (thread != null) {
				threads.add(thread);
			}
		}
		this.host.sessions().all().forEach((session) -> threads.addAll(session.hidden().threads()));
		threads.remove(Thread.currentThread());
		return threads;
	}

	private void askToEnd(LocalTask task) {
		TaskCommand command = HostRules.onShutdown(task.record());
		if (command != null) {
			this.host.cancellations().cancel(task, command);
		}
	}

	private static void interrupt(LocalTask task) {
		Execution execution = task.execution;
		if (execution != null) {
			execution.interrupt();
		}
	}

	private static boolean joined(List<Thread> threads, Duration time) {
		long end = System.nanoTime() + time.toNanos();
		for (Thread thread : threads) {
			try {
				if (!thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
					return false;
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}
		return true;
	}

	private void report(List<LocalTask> tasks, List<Thread> threads) {
		long alive = threads.stream().filter(Thread::isAlive).count();
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
