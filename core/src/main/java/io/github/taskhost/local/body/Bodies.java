package io.github.taskhost.local.body;

import java.util.Objects;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.error.InputDeclinedException;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.handle.LocalHandle;
import io.github.taskhost.local.kind.SlotQueue;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Controls all attempts of bodies: lends and takes back slots, signals bodies to wind
 * down, commits their ends, and starts the next attempt after the end of a thread. Holds
 * the collaborators that attempts share.
 */
public final class Bodies implements ChangeListener {

	private static final Logger log = LoggerFactory.getLogger(Bodies.class);

	private final HostThreads threads;

	private final StartQueue queue;

	private final BodyCalls calls;

	private final Verdicts verdicts;

	private final Escalation escalation;

	private final UnresponsiveThreads unresponsive;

	private final LastActs lastActs;

	public Bodies(HostThreads threads, StartQueue queue, BodyCalls calls, Verdicts verdicts, Escalation escalation,
			UnresponsiveThreads unresponsive, LastActs lastActs) {
		this.threads = threads;
		this.queue = queue;
		this.calls = calls;
		this.verdicts = verdicts;
		this.escalation = escalation;
		this.unresponsive = unresponsive;
		this.lastActs = lastActs;
	}

	public LastActs lastActs() {
		return this.lastActs;
	}

	BodyCalls calls() {
		return this.calls;
	}

	Verdicts verdicts() {
		return this.verdicts;
	}

	/**
	 * Hands the creation of a thread by the application to a helper, if this thread acts
	 * for an alarm; returns whether it did.
	 */
	boolean isHandedOn(ThreadType type, Runnable start) {
		if (!Alarms.isActing() || this.threads.createsItself(type)) {
			return false;
		}
		this.threads.executeOnPlatform(start);
		return true;
	}

	Thread newThread(ThreadType type, Runnable work) {
		return this.threads.newThread(type, work);
	}

	/** Lends the slot of a body out, or takes it back. */
	public void slots(Change change) {
		BackgroundTaskRecord before = change.before();
		if (before != null && isForBodies(change) && change.task().body() instanceof Attempt attempt) {
			lendOrTakeBackSlot(change, attempt, WorkRules.holdsSlot(before), WorkRules.holdsSlot(change.after()));
		}
	}

	@Override
	public void changed(Change change) {
		BackgroundTaskRecord before = change.before();
		if (before == null || !(change.task().body() instanceof Attempt attempt)) {
			return;
		}
		if (isForBodies(change)) {
			transition(attempt, before, change.after());
		}
		else if (change.isLeaving()) {
			givenUp(attempt, before);
		}
	}

	/** Takes a body out of the queue whose start a newer request has moved. */
	public void startMoved(Change change) {
		BackgroundTaskRecord before = change.before();
		if (before != null && TimeRules.movesStart(before, change.after())
				&& change.task().body() instanceof Attempt attempt) {
			this.queue.remove(attempt.task());
		}
	}

	/**
	 * Makes a body end whose task was removed or goes on in another process. It is
	 * interrupted at once, since another process may run the next attempt already.
	 */
	private void givenUp(Attempt attempt, BackgroundTaskRecord before) {
		attempt.cancelEscalation();
		if (before.state() == BackgroundTaskState.PENDING) {
			dequeue(attempt);
		}
		else if (!attempt.isBodyDone()) {
			attempt.windDown();
			attempt.interrupt();
		}
	}

	private static boolean isForBodies(Change change) {
		return change.isTransition() && !change.outcome().removed();
	}

	/**
	 * Starts the thread of an attempt whose start was committed. A separate listener,
	 * called before listeners of the application: one that blocks keeps no started task
	 * without its thread.
	 */
	public void begin(Change change) {
		BackgroundTaskRecord before = change.before();
		if (before != null && change.isTransition() && WorkRules.begins(before, change.after())
				&& change.task().body() instanceof Attempt attempt && attempt.thread() == null) {
			attempt.start();
		}
	}

	private void transition(Attempt attempt, BackgroundTaskRecord before, BackgroundTaskRecord after) {
		attempt.transition(before, after);
		if (after.state().isTerminal()) {
			recordEnded(attempt, before);
		}
		else if (WorkRules.windsDown(after)) {
			attempt.windDown();
			this.escalation.begin(attempt);
		}
	}

	/**
	 * The step is passed as soon as the slot is lent, since a repeated step would lend it
	 * twice; a start that is broken off is repeated by the queue.
	 */
	private void lendOrTakeBackSlot(Change change, Attempt attempt, boolean held, boolean holds) {
		SlotQueue.Slot<LocalTask> slot = attempt.slot();
		if (slot == null || held == holds) {
			return;
		}
		if (holds) {
			slot.takeBack();
		}
		else {
			LocalTask next = slot.lend();
			change.reaches(change.step() + 1);
			this.queue.serve(next);
		}
	}

	/**
	 * Handles the end of the record, by the body or from outside while the body is queued
	 * or runs.
	 */
	private void recordEnded(Attempt attempt, BackgroundTaskRecord before) {
		attempt.cancelEscalation();
		if (before.state() == BackgroundTaskState.PENDING) {
			dequeue(attempt);
			// its place in the limit of all nodes is free
			this.queue.placement().hasRoom();
		}
		else if (!attempt.isBodyDone()) {
			attempt.windDown();
			attempt.interrupt();
			if (attempt.thread() != null) {
				attempt.markUnresponsive();
				this.unresponsive.add(attempt);
			}
		}
	}

	/**
	 * Drops an attempt that waits for its start. The thread of an earlier attempt that
	 * has not ended keeps its attempt, which it ends itself.
	 */
	private void dequeue(Attempt attempt) {
		LocalTask task = attempt.task();
		if (attempt.thread() != null) {
			return;
		}
		this.queue.remove(task);
		attempt.markDequeued();
		task.work(Work.None.NONE);
	}

	/** Commits the end of a body, and logs a failure once. */
	void bodyEnded(Attempt attempt, TaskCommand end, @Nullable Throwable thrown) {
		if (this.lastActs.isGivenBack(attempt)) {
			return;
		}
		Change change = this.lastActs.commitEnd(attempt, end);
		if (thrown != null) {
			logFailure(attempt, change, thrown);
		}
	}

	private static void logFailure(Attempt attempt, Change change, Throwable thrown) {
		BackgroundTaskRecord record = change.after();
		if (WorkRules.awaitsNextAttempt(record, attempt.number())) {
			log.info("Attempt {} of task {} of session {} failed; {}", attempt.number(), record.id(),
					record.sessionId(), record.status(), LogSafe.of(thrown));
		}
		else if (change.isEnd() && thrown instanceof InputDeclinedException declined) {
			log.info("Task {} of session {} ended as {}: a person declined the question '{}'", record.id(),
					record.sessionId(), record.state(), declined.key());
		}
		else if (change.isEnd() && record.state() == BackgroundTaskState.FAILED) {
			log.warn("Task {} of session {} failed", record.id(), record.sessionId(), LogSafe.of(thrown));
		}
		else if (change.isEnd() || attempt.isTold()) {
			log.debug("The body of task {} of session {} threw after it was told to end", record.id(),
					record.sessionId(), LogSafe.of(thrown));
		}
		else {
			log.warn("The body of task {} of session {} threw after the task had ended as {}", record.id(),
					record.sessionId(), record.state(), LogSafe.of(thrown));
		}
	}

	/** Starts the attempt of a task when it is due. */
	void startWhenDue(LocalTask task) {
		this.queue.startWhenDue(task);
	}

	/** Creates the first attempt of a task. */
	public <R extends @Nullable Object> Attempt attempt(LocalTask task, BackgroundTask<R> body, LocalHandle<R> handle,
			Surroundings surroundings) {
		return new Attempt(this, task, Objects.requireNonNull(body), handle, surroundings);
	}

}
