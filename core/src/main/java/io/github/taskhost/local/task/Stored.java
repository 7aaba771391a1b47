package io.github.taskhost.local.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.lifecycle.JournalRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The state of a task in the journal: the number of its stored changes, and the changes
 * that a transaction of the caller holds back.
 *
 * <p>
 * <b>Synchronisation.</b> A thread that stores a change of the task holds {@code lock}
 * from the decision until the table has the change, so the changes of a task are stored
 * one at a time and in the order of their revisions. The lock is taken before the locks
 * of the table, and after the lock of the mailbox. All fields are guarded by it;
 * {@code givenUp} is written under it, before the record is removed.
 */
public final class Stored {

	/** The largest number of changes that wait for the end of a transaction. */
	public static final int MAX_OWED = 1_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final boolean detached;

	private final boolean readable;

	private volatile boolean givenUp;

	private volatile boolean leaving;

	private long revision;

	/** The changes to store after the commit of the transaction that inserts the task. */
	private @Nullable List<JournalChange> owed;

	/**
	 * Creates the state of a task.
	 * @param revision the number of its stored changes; 0 for a new task
	 */
	public Stored(long revision) {
		this(revision, false, true);
	}

	private Stored(long revision, boolean detached, boolean readable) {
		this.revision = revision;
		this.detached = detached;
		this.readable = readable;
	}

	/** Creates the state of a task that the table of this process takes. */
	public static Stored of(StoredTask task) {
		return new Stored(task.revision(), false, task.readable());
	}

	/** Creates the state of a task that the table of this process does not have. */
	public static Stored detached(StoredTask task) {
		return new Stored(task.revision(), true, task.readable());
	}

	/** Whether its stored record can be read; otherwise its record is a placeholder. */
	public boolean isReadable() {
		return this.readable;
	}

	/** Refuses to replace a stored record that cannot be read, except by an end. */
	public void requireChangeable(BackgroundTaskRecord record, TaskCommand command) {
		if (!this.readable && !record.state().isTerminal() && !JournalRules.mayChangeUnreadable(command)) {
			throw unreadable(record);
		}
	}

	/** The refusal of a change, since the stored record cannot be read. */
	public static TaskStateException unreadable(BackgroundTaskRecord record) {
		return new TaskStateException("Task '" + record.id() + "' of session '" + record.sessionId()
				+ "' cannot be changed here, since its stored record cannot be read. Send the request to a version "
				+ "of the application that can read it, or force its cancellation.");
	}

	/** Whether the table of this process does not have the task. */
	public boolean isDetached() {
		return this.detached;
	}

	/** Notes that the task goes on in another process, before its record is removed. */
	public void giveUp() {
		this.givenUp = true;
	}

	/** Whether the task goes on in another process, or in a later one. */
	public boolean isGivenUp() {
		return this.givenUp;
	}

	/** Notes, before the task is stored, that it is stored for other processes. */
	public void leave() {
		this.leaving = true;
	}

	/** Whether the task is stored for other processes, and leaves this one. */
	public boolean isLeaving() {
		return this.leaving;
	}

	public void lock() {
		this.lock.lock();
	}

	/** Waits until no change of the task is being stored. */
	@SuppressWarnings("LockNotBeforeTry") // only waits
	public void await() {
		this.lock.lock();
		this.lock.unlock();
	}

	/**
	 * Takes the lock, unless a change of the task waits for the store for longer. An
	 * interrupt does not end the wait, and keeps the interrupt status.
	 * @return whether the lock was taken
	 */
	public boolean tryLock(Duration time) {
		boolean interrupted = false;
		long end = System.nanoTime() + time.toNanos();
		try {
			while (true) {
				try {
					return this.lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	public void unlock() {
		this.lock.unlock();
	}

	public long revision() {
		return this.revision;
	}

	public void revision(long stored) {
		this.revision = stored;
	}

	/**
	 * Notes that the task is stored.
	 * @param joins whether a transaction inserts it, so that further changes are held
	 * back until the transaction is over
	 */
	public void accepted(boolean joins) {
		this.revision = 1;
		if (joins) {
			this.owed = new ArrayList<>();
		}
	}

	/** The changes that are held back, or {@code null} outside of a transaction. */
	public @Nullable List<JournalChange> owed() {
		return this.owed;
	}

	/** Stores further changes at once. */
	public void endTransaction() {
		this.owed = null;
	}

}
