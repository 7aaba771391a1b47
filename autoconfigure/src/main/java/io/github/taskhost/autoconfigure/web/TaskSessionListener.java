package io.github.taskhost.autoconfigure.web;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/**
 * Hears of HTTP sessions that end. Those that end in a request are left to the end of the
 * request.
 */
final class TaskSessionListener implements HttpSessionListener {

	private final TaskSessionCloser closer;

	TaskSessionListener(TaskSessionCloser closer) {
		this.closer = closer;
	}

	@Override
	public void sessionDestroyed(HttpSessionEvent event) {
		String owner = HttpTaskSessions.owner(event.getSession());
		if (owner != null) {
			lost(owner);
		}
	}

	private void lost(String owner) {
		RequestOwners owners = RequestOwners.current();
		if (owners != null) {
			owners.ended(owner);
		}
		else {
			this.closer.close(owner);
		}
	}

}
