package io.github.taskhost.local.host;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.taskhost.error.HiddenTaskException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.local.body.Attempt;
import io.github.taskhost.local.body.BodyWaits;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.gate.InterruptGate;
import io.github.taskhost.local.session.HiddenWork;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.Nanos;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the ends of tasks and of hidden work.
 */
public final class Waits {

	private static final Duration FIRST_LOOK = Duration.ofMillis(20);

	private static final Duration LONGEST_LOOK = Duration.ofMillis(500);

	private static final long LONGEST_DAYS = 36_500;

	private final TaskLookup lookup;

	private final KnownTasks known;

	private final Sessions sessions;

	private final BodyWaits bodyWaits;

	public Waits(TaskLookup lookup, KnownTasks known, Sessions sessions, BodyWaits bodyWaits) {
		this.lookup = lookup;
		this.known = known;
		this.sessions = sessions;
		this.bodyWaits = bodyWaits;
	}

	public BackgroundTaskRecord await(LocalTask task, Duration timeout) throws InterruptedException {
		BodyWaits.requireAwaitable(task);
		return this.bodyWaits.during(List.of(task), () -> awaitHere(task, timeout));
	}

	boolean isElsewhere(LocalTask task) {
		return this.known.isElsewhere(task);
	}

	/** The end of a task that is elsewhere, for which a thread waits. */
	CompletionStage<BackgroundTaskRecord> completion(LocalTask task, Executor threads) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return awaitHere(task, Duration.ofDays(LONGEST_DAYS));
			}
			catch (InterruptedException ex) {
				throw new CompletionException(ex);
			}
		}, threads).minimalCompletionStage();
	}

	/**
	 * Waits for a task that may be elsewhere: it is looked up again until it has ended,
	 * or has come to this process.
	 */
	private BackgroundTaskRecord awaitHere(LocalTask asked, Duration timeout) throws InterruptedException {
		long end = System.nanoTime() + Nanos.of(timeout);
		LocalTask task = asked;
		Duration pause = FIRST_LOOK;
		while (this.known.isElsewhere(task) && System.nanoTime() - end < 0) {
			TimeUnit.NANOSECONDS.sleep(Math.min(Nanos.of(pause), Math.max(1, end - System.nanoTime())));
			pause = (pause.compareTo(LONGEST_LOOK) < 0) ? pause.multipliedBy(2) : LONGEST_LOOK;
			task = this.known.again(task);
		}
		return awaitEnd(task, (task == asked) ? timeout : Duration.ofNanos(Math.max(0, end - System.nanoTime())));
	}

	private BackgroundTaskRecord awaitEnd(LocalTask task, Duration timeout) throws InterruptedException {
		BackgroundTaskRecord record = within(task.ended(), timeout,
				() -> "Task '" + task.record().id() + "' of session '" + task.record().sessionId() + "', "
						+ task.record().state() + ", had not ended after " + timeout
						+ ". The task continues: wait again, or cancel it.");
		if (!record.state().isTerminal()) {
			throw new TaskNotFoundException("The record of task '" + record.id() + "' of session '" + record.sessionId()
					+ "' was removed before the task ended.");
		}
		return record;
	}

	/** Whether the current thread runs a body or hidden work. */
	public boolean runsWorkHere() {
		if (InterruptGate.current() instanceof Attempt current) {
			return this.lookup.find(current.task().uid()) == current.task();
		}
		for (Session session : this.sessions.all()) {
			if (session.hidden().runsOn(Thread.currentThread())) {
				return true;
			}
		}
		return false;
	}

	public void awaitHidden(Session session, Duration timeout) throws InterruptedException {
		HiddenWork work = session.hidden();
		if (work.runsOn(Thread.currentThread())) {
			throw new TaskStateException("Hidden work of session '" + session.id()
					+ "' cannot wait for the session's hidden work: it would wait for itself.");
		}
		CompletableFuture<@Nullable HiddenTaskException> end = work.roundEnd();
		HiddenTaskException failure = within(end, timeout, () -> "Hidden work of session '" + session.id()
				+ "' had not ended after " + timeout + ". The work continues: wait again, or close the session.");
		this.sessions.tidy(session.id());
		if (failure != null) {
			throw failure;
		}
	}

	private static <T extends @Nullable Object> T within(CompletableFuture<T> future, Duration timeout,
			Supplier<String> late) throws InterruptedException {
		try {
			return future.get(Nanos.of(timeout), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new TaskAwaitTimeoutException(late.get());
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("An end cannot fail", ex);
		}
	}

}
