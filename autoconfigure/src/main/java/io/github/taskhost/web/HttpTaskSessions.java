package io.github.taskhost.web;

import java.util.Optional;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskSession;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * Maps HTTP sessions to the task sessions that own their tasks. The id of such an owner
 * is stored as an attribute of the HTTP session. It is unrelated to the id of the HTTP
 * session, which is a credential, and stays the same when a login changes that id. When
 * the HTTP session ends, its task session is closed by the close policies of its tasks,
 * on a separate thread, provided that the host is running.
 * <p>
 * The id of an owner names its tasks and is not a permission: look an owner up by the
 * HTTP session of the request, never by a parameter of the request. Safe for use by many
 * threads.
 */
public class HttpTaskSessions {

	private static final String ATTRIBUTE = HttpTaskSessions.class.getName() + ".owner";

	private final BackgroundTaskHost host;

	private final OwnerIds ids = new OwnerIds();

	/**
	 * Creates the mapping for the task sessions of a host.
	 * @param host the host
	 */
	public HttpTaskSessions(BackgroundTaskHost host) {
		this.host = host;
	}

	/**
	 * Returns the task session of an HTTP session and assigns one if there is none.
	 * Concurrent requests of one HTTP session get the same task session, even if each
	 * request has its own copy of the HTTP session, as with Spring Session.
	 * @param session the HTTP session
	 * @return its task session
	 * @throws IllegalStateException if the HTTP session has ended
	 */
	public TaskSession of(HttpSession session) {
		String owner = owner(session);
		return this.host.session((owner != null) ? owner : createOwner(session));
	}

	/**
	 * Returns the task session of an HTTP session, without assigning one.
	 * @param session the HTTP session
	 * @return its task session, or empty if it has none or has ended
	 */
	public Optional<TaskSession> find(HttpSession session) {
		return Optional.ofNullable(owner(session)).map(this.host::session);
	}

	private String createOwner(HttpSession session) {
		String owner = this.ids.of(session.getId());
		session.setAttribute(ATTRIBUTE, owner);
		RequestOwners owners = RequestOwners.current();
		if (owners != null) {
			owners.mayEnd(session);
		}
		return owner;
	}

	static @Nullable String owner(HttpSession session) {
		try {
			return (session.getAttribute(ATTRIBUTE) instanceof String owner) ? owner : null;
		}
		catch (IllegalStateException ex) {
			return null; // The servlet API reports an ended session in no other way.
		}
	}

}
