package io.github.taskhost.web;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * The owners whose HTTP session may end during one request, over all dispatches of that
 * request. For the filter and the listener of the auto-configuration, not for
 * applications. The end of a dispatch decides: a login may end a session and copy its
 * attributes, the owner included, to a new one.
 * <p>
 * Servlet containers report the end of a session. A repository of Spring Session need
 * not, so with Spring Session the owner of each session that the request obtains is
 * recorded as well. This is correct only because each request has a separate copy of the
 * session there, on which the changes of concurrent requests do not look like an end.
 * <p>
 * Bound to the thread of a dispatch; the set of owners is safe for the other threads of
 * an asynchronous request.
 */
public final class RequestOwners {

	private static final String ATTRIBUTE = RequestOwners.class.getName();

	/**
	 * The request attribute in which Spring Session, an optional dependency, stores its
	 * repository.
	 */
	private static final String SPRING_SESSION = "org.springframework.session.SessionRepository";

	private static final ThreadLocal<@Nullable RequestOwners> CURRENT = new ThreadLocal<>();

	/**
	 * The request of the first dispatch. Spring Session may not take part in later
	 * dispatches, whose requests then have a different session.
	 */
	private final HttpServletRequest request;

	private final boolean springSession;

	private final Set<String> owners = ConcurrentHashMap.newKeySet();

	private RequestOwners(HttpServletRequest request) {
		this.request = request;
		this.springSession = request.getAttribute(SPRING_SESSION) != null;
	}

	/**
	 * Begins a dispatch on the current thread.
	 * @param request the request of the dispatch
	 * @return the owners of the request, including those that earlier dispatches recorded
	 */
	public static RequestOwners begin(HttpServletRequest request) {
		RequestOwners owners = (request.getAttribute(ATTRIBUTE) instanceof RequestOwners known) ? known
				: new RequestOwners(request);
		request.setAttribute(ATTRIBUTE, owners);
		CURRENT.set(owners);
		return owners;
	}

	/**
	 * Handles the end of an HTTP session that the container or the repository reports:
	 * within a dispatch, the owner is recorded for the end of the dispatch; otherwise it
	 * has lost its session now.
	 * @param session the HTTP session that ends, whose attributes can still be read
	 * @param onLost called with the owner if the session has one and no dispatch is open
	 * on the current thread
	 */
	public static void sessionEnded(HttpSession session, Consumer<String> onLost) {
		String owner = HttpTaskSessions.owner(session);
		if (owner == null) {
			return;
		}
		RequestOwners owners = current();
		if (owners != null) {
			owners.owners.add(owner);
		}
		else {
			onLost.accept(owner);
		}
	}

	static @Nullable RequestOwners current() {
		return CURRENT.get();
	}

	/**
	 * Whether {@link #mayEnd(HttpSession)} has to be called for each HTTP session that
	 * the request obtains.
	 * @return {@code true} with Spring Session
	 */
	public boolean tracksSessions() {
		return this.springSession;
	}

	/**
	 * Records the owner of an HTTP session whose end may not be reported. Has no effect
	 * without Spring Session, without an owner, and on sessions of other requests.
	 * @param session the HTTP session
	 */
	public void mayEnd(HttpSession session) {
		String owner = HttpTaskSessions.owner(session);
		if (owner != null && this.springSession && isOwn(session)) {
			this.owners.add(owner);
		}
	}

	private boolean isOwn(HttpSession session) {
		HttpSession own = this.request.getSession(false);
		return own != null && own.getId().equals(session.getId());
	}

	/**
	 * Ends the dispatch.
	 * @return the owners that have lost their HTTP session; each owner is returned once
	 */
	public List<String> end() {
		CURRENT.remove();
		if (this.owners.isEmpty()) {
			return List.of(); // Reading the session would extend its life.
		}
		HttpSession session = this.request.getSession(false);
		String present = (session != null) ? HttpTaskSessions.owner(session) : null;
		List<String> lost = this.owners.stream().filter((owner) -> !owner.equals(present)).toList();
		return lost.stream().filter(this.owners::remove).toList();
	}

}
