package io.github.taskhost.local.commit;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.ClosingRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives tasks of this process back to the journal, so that they go on in another process
 * or after a restart. Thread-safe.
 */
public final class GivingBack {

	private static final Logger log = LoggerFactory.getLogger(GivingBack.class);

	private final Commits commits;

	private final TaskCommand.Lost lost;

	/**
	 * Creates the giving back of tasks.
	 * @param commits stores the next attempts
	 * @param keptAttempts the largest number of attempts that a record keeps
	 */
	public GivingBack(Commits commits, int keptAttempts) {
		this.commits = commits;
		this.lost = new TaskCommand.Lost(0, 1, false, keptAttempts);
	}

	/** Whether a task of a stopping host goes on elsewhere. */
	public boolean isFor(LocalTask task) {
		return ClosingRules.goesOnElsewhere(task.record());
	}

	/**
	 * Gives a task up; no effect if it has ended or was given up before. If the journal
	 * cannot be reached, the task is recovered like one whose process was lost.
	 */
	public void giveBack(LocalTask task) {
		try {
			this.commits.giveUp(task, this.lost, true);
		}
		catch (Throwable ex) {
			this.commits.giveUp(task, this.lost, false);
			BackgroundTaskRecord record = task.record();
			log.warn("Task {} of session {} could not be given back; it is recovered later", record.id(),
					record.sessionId(), LogSafe.of(ex));
		}
	}

	/**
	 * Gives a task to other processes that waits for its start here.
	 * @return whether it was given; it stays if it has started, or if the journal cannot
	 * be reached
	 */
	public boolean passOn(LocalTask task) {
		try {
			return this.commits.passOn(task);
		}
		catch (JournalUnavailableException ex) {
			log.debug("Task {} of session {} stays in this process", task.record().id(), task.record().sessionId(), ex);
			return false;
		}
	}

	/** Takes a task out of the table that was stored for other processes. */
	public void leave(LocalTask task) {
		this.commits.leave(task);
	}

}
