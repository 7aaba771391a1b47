package io.github.taskhost.autoconfigure.web;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * The owners that may have lost their HTTP session in one request, through all its
 * dispatches. Whether they have is known at the end of a dispatch: a login may end the
 * session and give what it held to a new one. Known to the thread of a dispatch; the set
 * is safe for the other threads of an asynchronous request.
 * <p>
 * Servlet containers tell when a session ends. Repositories of Spring Session need not,
 * so there the owner of each session that the request is given is noted, too. That works
 * because a request has a copy of its own there: what other requests do meanwhile does
 * not look like an end. The sessions of a servlet container are shared, so it would not
 * work there.
 */
final class RequestOwners {

	private static final String ATTRIBUTE = RequestOwners.class.getName();

	/** Where Spring Session, which may be absent, leaves the repository it uses. */
	private static final String SPRING_SESSION = "org.springframework.session.SessionRepository";

	private static final ThreadLocal<@Nullable RequestOwners> CURRENT = new ThreadLocal<>();

	/**
	 * The request of the first dispatch: Spring Session need not take part in later ones,
	 * and then they have another session.
	 */
	private final HttpServletRequest request;

	private final boolean springSession;

	private final Set<String> owners = ConcurrentHashMap.newKeySet();

	private RequestOwners(HttpServletRequest request) {
		this.request = request;
		this.springSession = request.getAttribute(SPRING_SESSION) != null;
	}

	/**
	 * Begins a dispatch on this thread.
	 * @param request the request of the dispatch
	 * @return its owners, with those that earlier dispatches left
	 */
	static RequestOwners begin(HttpServletRequest request) {
		RequestOwners owners = (request.getAttribute(ATTRIBUTE) instanceof RequestOwners known) ? known
				: new RequestOwners(request);
		request.setAttribute(ATTRIBUTE, owners);
		CURRENT.set(owners);
		return owners;
	}

	static @Nullable RequestOwners current() {
		return CURRENT.get();
	}

	boolean wantsToKnowSessions() {
		return this.springSession;
	}

	/**
	 * Notes the owner of a session that may end untold. Sessions of other requests, which
	 * an application may reach for, are nothing to this one.
	 * @param session the HTTP session
	 */
	void mayEnd(HttpSession session) {
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
	 * Notes the owner of a session that ended.
	 * @param owner the owner
	 */
	void ended(String owner) {
		this.owners.add(owner);
	}

	/**
	 * Ends the dispatch.
	 * @return the owners without an HTTP session, each told once
	 */
	List<String> end() {
		CURRENT.remove();
		if (this.owners.isEmpty()) {
			return List.of(); // Asking for the session would keep it alive.
		}
		HttpSession session = this.request.getSession(false);
		String present = (session != null) ? HttpTaskSessions.owner(session) : null;
		List<String> lost = this.owners.stream().filter((owner) -> !owner.equals(present)).toList();
		return lost.stream().filter(this.owners::remove).toList();
	}

}
