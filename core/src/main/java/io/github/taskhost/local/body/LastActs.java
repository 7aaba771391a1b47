package io.github.taskhost.local.body;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.GivingBack;
import io.github.taskhost.local.commit.Retention;
import io.github.taskhost.local.kind.SlotQueue;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last acts of attempts: the commit of the end, and the steps after the thread. An
 * error of the JVM, such as exhausted memory, may break them off; they are then repeated,
 * by the thread itself and later by the supervisor.
 */
public final class LastActs {

	private static final Logger log = LoggerFactory.getLogger(LastActs.class);

	private static final int TRIES = 1000;

	private static final long PAUSE_NANOS = 100_000_000;

	/**
	 * The attempts that have neither a live thread nor an end; bounded by the number of
	 * attempts that errors break off.
	 */
	private final Queue<Attempt> unended = new ConcurrentLinkedQueue<>();

	private final Commits commits;

	private final StartQueue queue;

	private final UnresponsiveThreads unresponsive;

	private final Retention retention;

	private final GivingBack givingBack;

	private final BackgroundTaskMetricsRecorder metrics;

	public LastActs(Commits commits, StartQueue queue, UnresponsiveThreads unresponsive, Retention retention,
			GivingBack givingBack, BackgroundTaskMetricsRecorder metrics) {
		this.commits = commits;
		this.queue = queue;
		this.unresponsive = unresponsive;
		this.retention = retention;
		this.givingBack = givingBack;
		this.metrics = metrics;
	}

	/** Gives the task of a body back that has ended for another process. */
	boolean isGivenBack(Attempt attempt) {
		boolean isGivenBack = attempt.isHeeding() && this.givingBack.isFor(attempt.task());
		if (isGivenBack) {
			this.givingBack.giveBack(attempt.task());
		}
		return isGivenBack;
	}

	/** Repeats a commit that an error broke off: the end of a body must not get lost. */
	Change commitEnd(Attempt attempt, TaskCommand end) {
		for (int i = 1;; i++) {
			try {
				return this.commits.apply(attempt.task(), attempt.number(), end);
			}
			catch (Throwable ex) {
				if (i == TRIES || ex instanceof JournalUnavailableException || !lacksEnd(attempt)) {
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

	/** Ends a claimed attempt whose thread could not be started. */
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
	 * Keeps an attempt that has neither a thread nor an end, because an error such as an
	 * exhausted stack broke off both its start and its end, until the next look of the
	 * supervisor.
	 */
	public void startedNever(Attempt attempt) {
		this.unended.add(attempt);
	}

	/**
	 * Goes on with starts and ends that an error of the JVM broke off, each once: serves
	 * tasks that got a slot again, and ends attempts without a live thread. Attempts that
	 * fail again wait for the next call.
	 */
	public void repair() {
		int repaired = this.queue.serveAgain();
		List<Attempt> taken = new ArrayList<>();
		for (Attempt attempt = this.unended.poll(); attempt != null; attempt = this.unended.poll()) {
			taken.add(attempt);
		}
		for (Attempt attempt : taken) {
			if (attempt.claim()) {
				endClaimed(attempt);
				repaired++;
			}
		}
		for (int i = 0; i < repaired; i++) {
			this.metrics.repaired(HostRepair.START);
		}
	}

	/**
	 * Whether the thread of a body has ended, or could not be started, and the last act
	 * of its attempt was not done.
	 */
	public boolean isLost(LocalTask task) {
		return task.body() instanceof Attempt attempt && attempt.isLost();
	}

	/** Does the last act of an attempt whose thread is lost. */
	public void endLost(LocalTask task) {
		if (task.body() instanceof Attempt attempt && attempt.isLost() && attempt.claim()) {
			endClaimed(attempt);
		}
	}

	/** Whether a task is due and has neither a thread nor a place in a queue. */
	public boolean isStartLost(LocalTask task) {
		return task.body() instanceof Attempt attempt && attempt.number() == task.record().attempt()
				&& attempt.isWaiting() && WorkRules.waitsForItsStart(task.record())
				&& this.queue.shouldHaveStarted(task);
	}

	/** Starts a task whose start was lost. */
	public void startLost(LocalTask task) {
		this.queue.startAgain(task);
	}

	/** Ends an attempt whose end was claimed, or keeps it for the next look. */
	private void endClaimed(Attempt attempt) {
		attempt.markOver();
		Throwable failure = endOnce(attempt, null);
		if (failure != null) {
			attempt.leaveEnd();
			this.unended.add(attempt);
			logBrokenOff(attempt, failure);
		}
	}

	/**
	 * The last act of the thread of an attempt. An error of the JVM, such as exhausted
	 * memory, may break it off; it is then repeated, since a task whose thread is gone
	 * could never end. After many tries it is left to the supervisor.
	 * @param left the throwable that left the attempt, or {@code null}
	 */
	void threadEnds(Attempt attempt, @Nullable Throwable left) {
		for (int i = 0; i < TRIES; i++) {
			Throwable failure = endOnce(attempt, left);
			if (failure == null) {
				return;
			}
			if (failure instanceof JournalUnavailableException) {
				break; // the host stops, or another worker has the task
			}
			brokenOff(attempt, failure);
		}
		attempt.leaveEnd();
		this.unended.add(attempt);
	}

	/** Tries the last act of an attempt once; returns the error that broke it off. */
	private @Nullable Throwable endOnce(Attempt attempt, @Nullable Throwable left) {
		try {
			endRecord(attempt, left);
			threadEnded(attempt);
			return null;
		}
		catch (Throwable ex) {
			return ex;
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

	private static void brokenOff(Attempt attempt, Throwable ex) {
		logBrokenOff(attempt, ex);
		LockSupport.parkNanos(PAUSE_NANOS);
	}

	/** Logs the error, if there is memory for that. */
	private static void logBrokenOff(Attempt attempt, Throwable ex) {
		try {
			log.error("The end of the attempt of task {} of session {} broke off and is repeated",
					attempt.task().record().id(), attempt.task().record().sessionId(), LogSafe.of(ex));
		}
		catch (Throwable again) {
			ex.addSuppressed(again);
		}
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

}
