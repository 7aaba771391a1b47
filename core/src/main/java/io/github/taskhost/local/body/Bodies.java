package io.github.taskhost.local.body;

import java.util.Objects;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.Thrown;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.Retention;
import io.github.taskhost.local.kind.SlotQueue;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
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

	private final Commits commits;

	private final HostThreads threads;

	private final StartQueue queue;

	private final BodyCalls calls;

	private final Verdicts verdicts;

	private final Escalation escalation;

	private final UnresponsiveThreads unresponsive;

	private final Retention retention;

	public Bodies(Commits commits, HostThreads threads, StartQueue queue, BodyCalls calls, Verdicts verdicts,
			Escalation escalation, UnresponsiveThreads unresponsive, Retention retention) {
		this.commits = commits;
		this.threads = threads;
		this.queue = queue;
		this.calls = calls;
		this.verdicts = verdicts;
		this.escalation = escalation;
		this.unresponsive = unresponsive;
		this.retention = retention;
	}

	BodyCalls calls() {
		return this.calls;
	}

	Verdicts verdicts() {
		return this.verdicts;
	}

	Thread newThread(ThreadType type, Runnable work) {
		return this.threads.newThread(type, work);
	}

	@Override
	public void changed(Change change) {
		BackgroundTaskRecord before = change.before();
		if (before != null && change.isTransition() && !change.outcome().removed()
				&& change.task().body() instanceof Attempt attempt) {
			transition(attempt, before, change.after());
		}
	}

	/**
	 * Starts the thread of an attempt whose start was committed. A separate listener,
	 * called before listeners of the application: one that blocks keeps no started task
	 * without its thread.
	 */
	public void begin(Change change) {
		BackgroundTaskRecord before = change.before();
		if (before != null && change.isTransition() && WorkRules.begins(before, change.after())
				&& change.task().body() instanceof Attempt attempt) {
			attempt.start();
		}
	}

	private void transition(Attempt attempt, BackgroundTaskRecord before, BackgroundTaskRecord after) {
		lendOrTakeBackSlot(attempt, WorkRules.holdsSlot(before), WorkRules.holdsSlot(after));
		attempt.transition(before, after);
		if (after.state().isTerminal()) {
			recordEnded(attempt, before);
		}
		else if (WorkRules.windsDown(after)) {
			attempt.windDown();
			this.escalation.begin(attempt);
		}
	}

	private void lendOrTakeBackSlot(Attempt attempt, boolean held, boolean holds) {
		SlotQueue.Slot<LocalTask> slot = attempt.slot();
		if (slot == null || held == holds) {
			return;
		}
		if (holds) {
			slot.takeBack();
		}
		else {
			this.queue.serve(slot.lend());
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

	private void dequeue(Attempt attempt) {
		LocalTask task = attempt.task();
		this.queue.remove(task);
		attempt.markDequeued();
		task.work(Work.None.NONE);
	}

	/** Commits the end of a body, and logs a failure once. */
	void bodyEnded(Attempt attempt, TaskCommand end, @Nullable Throwable thrown) {
		Change change = this.commits.apply(attempt.task(), attempt.number(), end);
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
		else if (change.isEnd() && record.state() == BackgroundTaskState.FAILED) {
			log.warn("Task {} of session {} failed", record.id(), record.sessionId(), LogSafe.of(thrown));
		}
		else if (!change.isEnd() && !Thrown.isCancellation(thrown)) {
			log.warn("The body of task {} of session {} threw after the task had ended as {}", record.id(),
					record.sessionId(), record.state(), LogSafe.of(thrown));
		}
	}

	/** Ends an attempt whose thread could not be started. */
	void notStarted(Attempt attempt, Throwable ex) {
		String message = "The thread could not be started: " + LogSafe.of(ex);
		attempt.markOver();
		this.commits.apply(attempt.task(), attempt.number(), new TaskCommand.End(BackgroundTaskState.FAILED, null,
				new TaskFailure(FailureKind.REJECTED, ex.getClass().getName(), message)));
		threadEnded(attempt);
		BackgroundTaskRecord record = attempt.task().record();
		log.error("The thread of task {} of session {} could not be started", record.id(), record.sessionId(),
				LogSafe.of(ex));
	}

	/**
	 * Gives back the slot, starts the next attempt if the task waits for one, and trims
	 * old records.
	 */
	void threadEnded(Attempt attempt) {
		LocalTask task = attempt.task();
		SlotQueue.Slot<LocalTask> slot = attempt.slot();
		Attempt next = attempt.next();
		task.work((next != null) ? next : Work.None.NONE);
		if (attempt.isUnresponsive()) {
			this.unresponsive.remove(attempt);
		}
		if (slot != null) {
			this.queue.serve(slot.giveBack());
		}
		if (next != null) {
			startNext(task, next);
		}
		this.retention.trim();
	}

	/** Starts the next attempt; drops it if the task ended meanwhile. */
	private void startNext(LocalTask task, Attempt next) {
		next.resume();
		if (!WorkRules.keepsReports(task.record()) && next.thread() == null) {
			task.work(Work.None.NONE);
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
