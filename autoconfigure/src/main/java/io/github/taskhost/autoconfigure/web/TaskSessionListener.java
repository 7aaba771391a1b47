package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.web.RequestOwners;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/**
 * Closes the task session of an HTTP session that ends. If the HTTP session ends within a
 * request, {@link TaskSessionFilter} decides at the end of the request.
 */
final class TaskSessionListener implements HttpSessionListener {

	private final TaskSessionCloser closer;

	TaskSessionListener(TaskSessionCloser closer) {
		this.closer = closer;
	}

	@Override
	public void sessionDestroyed(HttpSessionEvent event) {
		RequestOwners.sessionEnded(event.getSession(), this.closer::close);
	}

}
