package io.github.taskhost.local.host;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.taskhost.error.HiddenTaskException;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.local.body.Attempt;
import io.github.taskhost.local.body.BodyWaits;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.gate.InterruptGate;
import io.github.taskhost.local.remote.EndWatch;
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

	private final TaskLookup lookup;

	private final KnownTasks known;

	private final Sessions sessions;

	private final BodyWaits bodyWaits;

	private final EndWatch watch;

	public Waits(TaskLookup lookup, KnownTasks known, Sessions sessions, BodyWaits bodyWaits, EndWatch watch) {
		this.watch = watch;
		this.lookup = lookup;
		this.known = known;
		this.sessions = sessions;
		this.bodyWaits = bodyWaits;
	}

	public BackgroundTaskRecord await(LocalTask task, Duration timeout) throws InterruptedException {
		BodyWaits.requireAwaitable(task);
		return this.bodyWaits.during(List.of(task), () -> awaitHere(task, timeout));
	}

	/** The present form of a task, wherever it is. */
	LocalTask present(LocalTask task) {
		return this.known.present(task);
	}

	boolean isElsewhere(LocalTask task) {
		return this.known.isElsewhere(task);
	}

	/** The end of a task, wherever it is, for a stage that a caller keeps. */
	CompletableFuture<BackgroundTaskRecord> end(LocalTask asked) {
		return end(asked, new CompletableFuture<>());
	}

	/**
	 * The end of a task, wherever it is.
	 * @param left completes when its user does not wait any more: the store is not asked
	 * for the task then
	 */
	CompletableFuture<BackgroundTaskRecord> end(LocalTask asked, CompletableFuture<?> left) {
		LocalTask task = this.known.present(asked);
		if (!this.known.isElsewhere(task)) {
			return task.ended()
				.thenCompose((record) -> record.state().isTerminal() ? CompletableFuture.completedFuture(record)
						: endElsewhere(task, record, left));
		}
		return this.watch.over(task.uid(), left).thenComposeAsync((uid) -> {
			LocalTask now = this.known.again(task);
			return (now == task) ? CompletableFuture.completedFuture(task.record()) : end(now, left);
		}, Waits::onThread);
	}

	/** The end of a task that this process has given up. */
	private CompletableFuture<BackgroundTaskRecord> endElsewhere(LocalTask task, BackgroundTaskRecord last,
			CompletableFuture<?> left) {
		return CompletableFuture.supplyAsync(() -> this.known.present(task), Waits::onThread)
			.thenCompose((now) -> (now == task) ? CompletableFuture.completedFuture(last) : end(now, left));
	}

	/** Reads of the store must not delay the other waits, nor wait for a carrier. */
	private static void onThread(Runnable read) {
		Thread.ofPlatform().name("taskhost-end").daemon().inheritInheritableThreadLocals(false).start(read);
	}

	/**
	 * Waits for a task that may be elsewhere, or may go there meanwhile: it is looked up
	 * again until it has ended, or has come to this process.
	 */
	private BackgroundTaskRecord awaitHere(LocalTask asked, Duration timeout) throws InterruptedException {
		long end = System.nanoTime() + Nanos.of(timeout);
		LocalTask task = comesHere(this.known.present(asked), timeout, end);
		while (true) {
			LocalTask here = task;
			BackgroundTaskRecord record = within(here.ended(), Duration.ofNanos(Math.max(0, end - System.nanoTime())),
					() -> late(here, timeout));
			if (record.state().isTerminal()) {
				return record;
			}
			task = comesHere(elsewhere(here, record), timeout, end);
		}
	}

	/** The form in which a task goes on that this process has given up. */
	private LocalTask elsewhere(LocalTask here, BackgroundTaskRecord last) {
		LocalTask present = this.known.present(here);
		if (present == here) {
			throw removed(last);
		}
		return present;
	}

	/** Waits until a task is in this process or has ended. */
	private LocalTask comesHere(LocalTask asked, Duration timeout, long end) throws InterruptedException {
		LocalTask task = asked;
		while (this.known.isElsewhere(task)) {
			LocalTask elsewhere = task;
			CompletableFuture<UUID> over = this.watch.over(task.uid());
			try {
				within(over, Duration.ofNanos(Math.max(0, end - System.nanoTime())), () -> late(elsewhere, timeout));
			}
			finally {
				this.watch.leave(task.uid(), over);
			}
			task = this.known.again(task);
			if (task == elsewhere) {
				throw removed(task.record());
			}
		}
		return task;
	}

	private static String late(LocalTask task, Duration timeout) {
		return "Task '" + task.record().id() + "' of session '" + task.record().sessionId() + "', "
				+ task.record().state() + ", had not ended after " + timeout
				+ ". The task continues: wait again, or cancel it.";
	}

	private static TaskNotFoundException removed(BackgroundTaskRecord record) {
		return new TaskNotFoundException("The record of task '" + record.id() + "' of session '" + record.sessionId()
				+ "' was removed before the task ended.");
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
			if (ex.getCause() instanceof JournalUnavailableException away) {
				throw new JournalUnavailableException(String.valueOf(away.getMessage()), away);
			}
			throw new IllegalStateException("An end cannot fail", ex);
		}
	}

}
