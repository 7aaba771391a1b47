package io.github.taskhost.autoconfigure.web;

import java.util.Optional;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskSession;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * The task sessions that belong to HTTP sessions. The id of such an owner is kept as an
 * attribute of the HTTP session: it says nothing about the id of that session, which is a
 * credential, and stays when a login changes that id. When the HTTP session ends, its
 * task session is closed by the policies of its tasks, on a thread of its own, unless the
 * host no longer runs.
 * <p>
 * Whoever knows the id of an owner can name its tasks to the host: look an owner up by
 * the HTTP session of the request, never by what the request says. Safe for use by many
 * threads.
 */
public final class HttpTaskSessions {

	private static final String ATTRIBUTE = HttpTaskSessions.class.getName() + ".owner";

	private final BackgroundTaskHost host;

	private final OwnerIds ids = new OwnerIds();

	/**
	 * Makes task sessions of a host.
	 * @param host the host
	 */
	public HttpTaskSessions(BackgroundTaskHost host) {
		this.host = host;
	}

	/**
	 * The task session of an HTTP session, which gets one if it has none. Requests of one
	 * HTTP session that ask at the same time get the same one, also where each has a copy
	 * of the session, as with Spring Session.
	 * @param session the HTTP session
	 * @return its task session
	 * @throws IllegalStateException if the HTTP session has ended
	 */
	public TaskSession of(HttpSession session) {
		String owner = owner(session);
		return this.host.session((owner != null) ? owner : createOwner(session));
	}

	/**
	 * The task session of an HTTP session that has one.
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
			return null; // That it has ended is all this says, and there is no other way
							// to ask.
		}
	}

}
