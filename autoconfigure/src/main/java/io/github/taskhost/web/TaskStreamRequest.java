package io.github.taskhost.web;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskFilter;
import org.jspecify.annotations.Nullable;

/**
 * Description of a stream of events that a client asks for. Immutable.
 */
public final class TaskStreamRequest {

	private final BackgroundTaskFilter filter;

	private final @Nullable String lastEventId;

	private final @Nullable String caller;

	private TaskStreamRequest(BackgroundTaskFilter filter, @Nullable String lastEventId, @Nullable String caller) {
		this.filter = filter;
		this.lastEventId = lastEventId;
		this.caller = caller;
	}

	/**
	 * Returns a request for all tasks of a session, live and terminal.
	 * @param sessionId the id of the session. An id is no permission: check that the
	 * caller may see the session
	 * @return the request
	 * @throws InvalidTaskArgumentException if the id is not valid
	 */
	public static TaskStreamRequest ofSession(String sessionId) {
		return of(BackgroundTaskFilter.all().withSession(sessionId));
	}

	/**
	 * Returns a request for the tasks that match a filter. A filter without terminal
	 * states hides the ends of tasks.
	 * @param filter the filter of the first state and of the events
	 * @return the request
	 */
	public static TaskStreamRequest of(BackgroundTaskFilter filter) {
		return new TaskStreamRequest(filter, null, null);
	}

	/**
	 * Returns this request with the value of the header {@code Last-Event-ID}, which
	 * browsers send when they reconnect. A value that is no id of an event is ignored.
	 * @param lastEventId the value, or {@code null} without the header
	 * @return a new request
	 */
	public TaskStreamRequest withLastEventId(@Nullable String lastEventId) {
		return new TaskStreamRequest(this.filter, lastEventId, this.caller);
	}

	/**
	 * Returns this request with its caller, whose streams are limited by
	 * {@code taskhost.web.streams.max-per-caller}.
	 * @param caller the name of a user or a remote address, or {@code null} for no such
	 * limit
	 * @return a new request
	 */
	public TaskStreamRequest withCaller(@Nullable String caller) {
		return new TaskStreamRequest(this.filter, this.lastEventId, caller);
	}

	/**
	 * Returns the filter of the first state and of the events.
	 * @return the filter
	 */
	public BackgroundTaskFilter filter() {
		return this.filter;
	}

	/**
	 * Returns the id of the last event that the client has received.
	 * @return the value of the header, or {@code null}
	 */
	public @Nullable String lastEventId() {
		return this.lastEventId;
	}

	/**
	 * Returns the caller.
	 * @return the caller, or {@code null}
	 */
	public @Nullable String caller() {
		return this.caller;
	}

}
