package io.github.taskhost.local.host;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.local.body.UnresponsiveThreads;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.local.time.Nanos;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the host is idle: no task that the host starts is live, no thread of a
 * body, of hidden work or of a helper is left, and no alarm acts. Work that begins during
 * the wait is waited for, too.
 */
public final class Idle {

	private static final int NAMED = 20;

	private static final long START_POLL_NANOS = 50_000;

	private final TaskLookup lookup;

	private final Sessions sessions;

	private final HostThreads threads;

	private final Alarms alarms;

	private final TaskTransactions transactions;

	private final UnresponsiveThreads unresponsive;

	public Idle(TaskLookup lookup, Sessions sessions, HostThreads threads, Alarms alarms, TaskTransactions transactions,
			UnresponsiveThreads unresponsive) {
		this.lookup = lookup;
		this.sessions = sessions;
		this.threads = threads;
		this.alarms = alarms;
		this.transactions = transactions;
		this.unresponsive = unresponsive;
	}

	public void await(Duration timeout) throws InterruptedException {
		long end = System.nanoTime() + Nanos.of(timeout);
		while (!isIdle()) {
			for (LocalTask task : working()) {
				awaitEnd(task, end);
			}
			for (Thread thread : threads()) {
				if (!thread.join(left(end))) {
					throw late();
				}
			}
			awaitStartsAndAlarms(end);
		}
	}

	/** Looks at the alarms first, since an alarm may begin other work. */
	private boolean isIdle() {
		return !this.alarms.areActing() && working().isEmpty() && threads().isEmpty() && starting().isEmpty();
	}

	private List<LocalTask> working() {
		List<LocalTask> tasks = new ArrayList<>();
		this.lookup.forEach(BackgroundTaskFilter.live(), (task) -> {
			if (!task.record().mode().isOwnersToStart()) {
				tasks.add(task);
			}
		});
		return tasks;
	}

	private void awaitEnd(LocalTask task, long end) throws InterruptedException {
		try {
			task.ended().get(left(end).toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw late();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("An end cannot fail", ex);
		}
	}

	/**
	 * The live threads of the host, except the current thread, which cannot wait for
	 * itself. A task whose id was used again is in no list, and its thread may live on.
	 */
	private List<Thread> threads() {
		List<Thread> threads = new ArrayList<>(this.threads.helpers());
		threads.addAll(this.unresponsive.threads());
		this.sessions.all().forEach((session) -> threads.addAll(session.hidden().threads()));
		this.lookup.forEach(BackgroundTaskFilter.all(), (task) -> {
			Work.Body body = task.body();
			Thread thread = (body != null) ? body.thread() : null;
			if (thread != null) {
				threads.add(thread);
			}
		});
		threads.removeIf((thread) -> thread == Thread.currentThread() || !thread.isAlive());
		return threads;
	}

	private static boolean isStarting(@Nullable Thread thread) {
		return thread == null || thread.getState() == Thread.State.NEW;
	}

	/** The attempts whose thread is being created. */
	private List<Work.Body> starting() {
		List<Work.Body> bodies = new ArrayList<>();
		this.lookup.forEach(BackgroundTaskFilter.all(), (task) -> {
			Work.Body body = task.body();
			if (body != null && !body.isOver() && !body.runsOn(Thread.currentThread()) && isStarting(body.thread())) {
				bodies.add(body);
			}
		});
		return bodies;
	}

	private void awaitStartsAndAlarms(long end) {
		while (!starting().isEmpty() || this.alarms.areActing()) {
			if (left(end).isZero()) {
				throw late();
			}
			LockSupport.parkNanos(START_POLL_NANOS);
		}
	}

	private static Duration left(long end) {
		return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
	}

	private TaskAwaitTimeoutException late() {
		List<String> busy = new ArrayList<>();
		working().stream().map(LocalTask::record).forEach((record) -> busy.add(nameOf(record)));
		threads().forEach((thread) -> busy.add("thread " + thread.getName()));
		if (this.alarms.areActing()) {
			busy.add("an alarm");
		}
		return new TaskAwaitTimeoutException("The host is not idle: " + busy.subList(0, Math.min(NAMED, busy.size()))
				+ ((busy.size() > NAMED) ? " …" : "")
				+ ". The work continues: wait again, or end the tasks that are left." + commitHint());
	}

	private String commitHint() {
		boolean pending = working().stream().anyMatch((task) -> task.record().state() == BackgroundTaskState.PENDING);
		return (pending && this.transactions.isBound())
				? " This thread is in a transaction: work that it started in it waits for the commit. "
						+ "Commit before the wait, or start the work outside of the transaction."
				: "";
	}

	private static String nameOf(BackgroundTaskRecord record) {
		InputRequest question = record.inputRequest();
		Instant start = record.nextAttemptAt();
		return record.sessionId() + "/" + record.id() + " " + record.state()
				+ ((question != null) ? " for the answer to '" + question.key() + "'" : "")
				+ ((start != null && record.state() == BackgroundTaskState.PENDING) ? " until " + start : "");
	}

}
