package io.github.taskhost.local.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The sessions that have work or records. There are no more of them than live tasks,
 * retained records and hidden tasks: a session without any leaves.
 */
public final class Sessions {

	private final Map<String, Session> sessions = new ConcurrentHashMap<>();

	private final Function<String, Session> factory;

	private final Predicate<String> hasRecords;

	public Sessions(Function<String, Session> factory, Predicate<String> hasRecords) {
		this.factory = factory;
		this.hasRecords = hasRecords;
	}

	/** The session of that name; made when it is new. */
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

	/** Lets a session go that has nothing left. */
	public void tidy(String id) {
		Session session = this.sessions.get(id);
		if (session != null && session.word() == 0 && !this.hasRecords.test(id) && session.retire()) {
			this.sessions.remove(id, session);
		}
	}

	public Iterable<Session> all() {
		return this.sessions.values();
	}

	public int count() {
		return this.sessions.size();
	}

}
