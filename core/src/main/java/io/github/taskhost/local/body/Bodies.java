package io.github.taskhost.local.body;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.lifecycle.TaskCommand;
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

	private static final int LAST_ACT_TRIES = 1000;

	private static final long LAST_ACT_PAUSE_NANOS = 100_000_000;

	/** Bounded by the limit on live tasks. */
	private final Queue<Attempt> unstarted = new ConcurrentLinkedQueue<>();

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
		Change change = commitEnd(attempt, end);
		if (thrown != null) {
			logFailure(attempt, change, thrown);
		}
	}

	/** Repeats a commit that an error broke off: the end of a body must not get lost. */
	private Change commitEnd(Attempt attempt, TaskCommand end) {
		for (int i = 1;; i++) {
			try {
				return this.commits.apply(attempt.task(), attempt.number(), end);
			}
			catch (Throwable ex) {
				if (i == LAST_ACT_TRIES || !lacksEnd(attempt)) {
					throw ex;
				}
				brokenOff(attempt, ex);
			}
		}
	}

	private static boolean lacksEnd(Attempt attempt) {
		LocalTask task = attempt.task();
		return !task.isRemoved() && WorkRules.lacksEnd(task.record(), attempt.number());
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
		else if (change.isEnd() || attempt.isTold()) {
			log.debug("The body of task {} of session {} threw after it was told to end", record.id(),
					record.sessionId(), LogSafe.of(thrown));
		}
		else {
			log.warn("The body of task {} of session {} threw after the task had ended as {}", record.id(),
					record.sessionId(), record.state(), LogSafe.of(thrown));
		}
	}

	/** Ends an attempt whose thread could not be started. */
	void notStarted(Attempt attempt, Throwable ex) {
		try {
			endNotStarted(attempt, ex);
		}
		catch (Throwable again) {
			startedNever(attempt);
		}
	}

	private void endNotStarted(Attempt attempt, Throwable ex) {
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
	 * Keeps an attempt that has neither a thread nor an end, because an error such as an
	 * exhausted stack broke off both its start and its end, until the next sweep.
	 */
	public void startedNever(Attempt attempt) {
		this.unstarted.add(attempt);
	}

	/**
	 * Goes on with starts that an error of the JVM broke off: serves tasks that got a
	 * slot again, and ends attempts that have neither a thread nor an end. Called by
	 * sweeps.
	 */
	public void repairStarts() {
		this.queue.serveAgain();
		for (Attempt attempt = this.unstarted.poll(); attempt != null; attempt = this.unstarted.poll()) {
			if (!attempt.hasStarted()) {
				attempt.markOver();
				threadEnds(attempt, null);
			}
		}
	}

	/**
	 * The last act of the thread of an attempt. An error of the JVM, such as exhausted
	 * memory, may break it off; it is then repeated, since a task whose thread is gone
	 * could never end.
	 * @param left the throwable that left the attempt, or {@code null}
	 */
	void threadEnds(Attempt attempt, @Nullable Throwable left) {
		for (int i = 0; i < LAST_ACT_TRIES; i++) {
			try {
				endRecord(attempt, left);
				threadEnded(attempt);
				return;
			}
			catch (Throwable ex) {
				brokenOff(attempt, ex);
			}
		}
	}

	/** Ends the record of an attempt that ended without an end of its task. */
	private void endRecord(Attempt attempt, @Nullable Throwable left) {
		LocalTask task = attempt.task();
		if (!lacksEnd(attempt)) {
			return;
		}
		TaskFailure failure = (left != null) ? TaskFailure.of(left) : new TaskFailure(FailureKind.EXCEPTION, null,
				"The thread of the body ended without an end of the task.");
		this.commits.apply(task, attempt.number(), new TaskCommand.BodyThrew(failure, false));
		log.error("The thread of task {} of session {} ended before the end of the task was stored; it is now {}",
				task.record().id(), task.record().sessionId(), task.record().state(),
				(left != null) ? LogSafe.of(left) : null);
	}

	/** Logs the error, if there is memory for that, and waits for a moment. */
	private static void brokenOff(Attempt attempt, Throwable ex) {
		try {
			log.error("The end of the attempt of task {} of session {} broke off and is repeated",
					attempt.task().record().id(), attempt.task().record().sessionId(), LogSafe.of(ex));
		}
		catch (Throwable again) {
			ex.addSuppressed(again);
		}
		LockSupport.parkNanos(LAST_ACT_PAUSE_NANOS);
	}

	/**
	 * Gives back the slot, starts the next attempt if the task waits for one, and trims
	 * old records. May be called again after an error: each step is done once.
	 */
	private void threadEnded(Attempt attempt) {
		LocalTask task = attempt.task();
		if (task.work() == attempt) {
			Attempt next = attempt.next();
			task.work((next != null) ? next : Work.None.NONE);
		}
		if (attempt.isUnresponsive()) {
			this.unresponsive.remove(attempt);
		}
		SlotQueue.Slot<LocalTask> slot = attempt.slot();
		if (slot != null) {
			this.queue.serve(slot.giveBack());
		}
		if (task.work() instanceof Attempt next && next != attempt && next.thread() == null) {
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
