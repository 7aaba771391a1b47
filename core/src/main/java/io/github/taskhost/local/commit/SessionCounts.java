package io.github.taskhost.local.commit;

import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.session.Wakes;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.WakePolicy;

/**
 * Counts tasks out of the host and of their sessions when they end, are removed or move,
 * and moves or drops their wakes.
 */
public final class SessionCounts implements ChangeListener {

	private final AdmissionCounter counter;

	private final Sessions sessions;

	private final Wakes wakes;

	public SessionCounts(AdmissionCounter counter, Sessions sessions, Wakes wakes) {
		this.counter = counter;
		this.sessions = sessions;
		this.wakes = wakes;
	}

	/** Counts a task that ended or was removed out of the host. */
	public void left(Change change) {
		if (change.isLeaving()) {
			this.counter.leaveLive();
		}
	}

	/** Counts a task that ended, was removed or moved out of the session that it left. */
	public void leftSession(Change change) {
		String from = change.sessionLeft();
		if (change.isLeaving()) {
			this.sessions.of(change.after().sessionId()).left(1);
		}
		else if (from != null && !change.after().state().isTerminal()) {
			this.sessions.of(from).left(1);
		}
	}

	/** Removes sessions without work or records, and moves or drops the wakes. */
	@Override
	public void changed(Change change) {
		BackgroundTaskRecord after = change.after();
		if (change.isLeaving()) {
			tidyLeft(change.task(), after.sessionId());
		}
		String from = change.sessionLeft();
		if (from != null || change.outcome().removed()) {
			this.sessions.tidy((from != null) ? from : after.sessionId());
			followWakes(change.task());
		}
	}

	/**
	 * The removal or the move of an ended task may have been reported before its end, and
	 * found the session still in use.
	 */
	private void tidyLeft(LocalTask task, String sessionId) {
		if (task.isRemoved() || !task.record().sessionId().equals(sessionId)) {
			this.sessions.tidy(sessionId);
		}
	}

	private void followWakes(LocalTask task) {
		if (task.record().wakePolicy() != WakePolicy.SILENT) {
			this.wakes.follow(task);
		}
	}

}
