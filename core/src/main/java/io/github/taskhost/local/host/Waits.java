package io.github.taskhost.local.host;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.taskhost.error.HiddenTaskException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.local.body.Attempt;
import io.github.taskhost.local.body.Awaiting;
import io.github.taskhost.local.body.Heartbeats;
import io.github.taskhost.local.body.StartQueue;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.gate.InterruptGate;
import io.github.taskhost.local.kind.SlotQueue;
import io.github.taskhost.local.session.HiddenWork;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.TaskExtras;
import io.github.taskhost.local.time.Nanos;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the ends of tasks and of hidden work. A body that waits for a descendant
 * lends out its slot meanwhile.
 */
public final class Waits {

	private static final int MAX_DEPTH = 1000;

	private final TaskLookup lookup;

	private final StartQueue queue;

	private final Sessions sessions;

	private final Awaiting awaiting;

	private final Heartbeats heartbeats;

	public Waits(TaskLookup lookup, StartQueue queue, Sessions sessions, Awaiting awaiting, Heartbeats heartbeats) {
		this.lookup = lookup;
		this.queue = queue;
		this.sessions = sessions;
		this.awaiting = awaiting;
		this.heartbeats = heartbeats;
	}

	public BackgroundTaskRecord await(LocalTask task, Duration timeout) throws InterruptedException {
		if (task.runsHere()) {
			throw new TaskStateException("Task '" + task.record().id() + "' of session '" + task.record().sessionId()
					+ "' cannot wait for its own end: return from the body instead.");
		}
		TaskExtras extras = task.extras();
		if (extras != null && extras.transaction() == Thread.currentThread()) {
			throw new TaskStateException("Task '" + task.record().id() + "' of session '" + task.record().sessionId()
					+ "' starts after the commit of this transaction and cannot be awaited in it. Wait after the commit, "
					+ "or start the task at once with startAfterCommit(false).");
		}
		Attempt ancestor = ancestorHere(task);
		return (ancestor != null) ? awaitDescendant(ancestor, task, timeout) : awaitEnd(task, timeout);
	}

	/**
	 * Waits in a body for a descendant: the body is not silent, its timeout stands still
	 * while the descendant waits, and it lends out its slot.
	 */
	private BackgroundTaskRecord awaitDescendant(Attempt body, LocalTask task, Duration timeout)
			throws InterruptedException {
		return this.heartbeats.blocking(body,
				() -> this.awaiting.during(body.task(), task, () -> lendAndAwait(body.slot(), task, timeout)));
	}

	private BackgroundTaskRecord lendAndAwait(SlotQueue.@Nullable Slot<LocalTask> slot, LocalTask task,
			Duration timeout) throws InterruptedException {
		if (slot == null) {
			return awaitEnd(task, timeout);
		}
		this.queue.serve(slot.lend());
		try {
			return awaitEnd(task, timeout);
		}
		finally {
			slot.takeBack();
		}
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

	/** The body of the current thread if the task is a descendant of its task. */
	private @Nullable Attempt ancestorHere(LocalTask task) {
		if (!(InterruptGate.current() instanceof Attempt current)) {
			return null;
		}
		UUID ancestor = task.record().parentUid();
		for (int i = 0; ancestor != null && i < MAX_DEPTH; i++) {
			if (ancestor.equals(current.task().uid())) {
				return current;
			}
			LocalTask parent = this.lookup.find(ancestor);
			ancestor = (parent != null) ? parent.record().parentUid() : null;
		}
		return null;
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
