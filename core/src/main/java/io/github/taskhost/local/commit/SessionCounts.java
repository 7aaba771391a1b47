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

	@Override
	public void changed(Change change) {
		BackgroundTaskRecord after = change.after();
		if (change.isLeaving()) {
			this.counter.leaveLive();
			leave(change.task(), after.sessionId());
		}
		String from = change.sessionLeft();
		if (from != null && !after.state().isTerminal()) {
			this.sessions.of(from).left(1);
		}
		if (from != null || change.outcome().removed()) {
			this.sessions.tidy((from != null) ? from : after.sessionId());
			followWakes(change.task());
		}
	}

	/**
	 * Counts an ended task out. The removal or the move of the ended task may have been
	 * reported before its end, and found the session still in use.
	 */
	private void leave(LocalTask task, String sessionId) {
		this.sessions.of(sessionId).left(1);
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
