package io.github.taskhost.local.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The sessions that have work or records. Their number is bounded by the numbers of live
 * tasks, retained records and hidden tasks, since a session without any of them is
 * removed.
 */
public final class Sessions {

	private final Map<String, Session> sessions = new ConcurrentHashMap<>();

	private final Function<String, Session> factory;

	private final Predicate<String> hasRecords;

	public Sessions(Function<String, Session> factory, Predicate<String> hasRecords) {
		this.factory = factory;
		this.hasRecords = hasRecords;
	}

	/** The session with an id; created if it is missing or retired. */
	public Session of(String id) {
		Session session = this.sessions.get(id);
		while (session == null || Session.isRetired(session.word())) {
			session = this.sessions.compute(id,
					(key, present) -> (present != null && !Session.isRetired(present.word())) ? present
							: this.factory.apply(key));
		}
		return session;
	}

	public @Nullable Session find(String id) {
		return this.sessions.get(id);
	}

	/** Removes a session that has no work and no records. */
	public void tidy(String id) {
		Session session = this.sessions.get(id);
		if (session != null && session.word() == 0 && !this.hasRecords.test(id) && session.retire()) {
			this.sessions.remove(id, session);
		}
	}

	/** Waits until the admissions that are under way in any session have ended. */
	public void awaitAdmissions() {
		long deadline = Session.admissionDeadline();
		this.sessions.values().forEach((session) -> session.awaitAdmissions(deadline));
	}

	public Iterable<Session> all() {
		return this.sessions.values();
	}

	public int count() {
		return this.sessions.size();
	}

}
