package io.github.taskhost.local.session;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The sessions that have work, records, or failures of hidden work that no wait has
 * taken. Their number is bounded by the numbers of these, since a session without any of
 * them is removed.
 */
public final class Sessions {

	private final Map<String, Session> sessions = new ConcurrentHashMap<>();

	private final Function<String, Session> factory;

	private final Predicate<String> hasRecords;

	private final HiddenFailures failures;

	public Sessions(Function<String, Session> factory, Predicate<String> hasRecords, HiddenFailures failures) {
		this.factory = factory;
		this.hasRecords = hasRecords;
		this.failures = failures;
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

	/** Begins an admission of tasks that no limit and no close refuses. */
	public Session begin(String id, int tasks) {
		while (true) {
			Session session = of(id);
			long seen = session.word();
			if (!Session.isRetired(seen) && session.begin(seen, tasks)) {
				return session;
			}
		}
	}

	public @Nullable Session find(String id) {
		return this.sessions.get(id);
	}

	/**
	 * Removes a session that has no work and no records, also if another thread has
	 * retired it and not removed it yet.
	 */
	public void tidy(String id) {
		Session session = this.sessions.get(id);
		if (session != null && isOver(session)) {
			this.sessions.remove(id, session);
		}
	}

	private boolean isOver(Session session) {
		boolean retired = session.word() == 0 && !this.hasRecords.test(session.id()) && session.retire();
		return retired || Session.isRetired(session.word());
	}

	/** Forgets the oldest failures of hidden work while there are too many. */
	public void trimFailures() {
		for (HiddenWork work = this.failures.excess(); work != null; work = this.failures.excess()) {
			forgetFailures(work);
		}
	}

	/** Forgets the failures of hidden work of sessions that failed up to a time. */
	public void sweepFailures(Instant time) {
		for (HiddenWork work = this.failures.upTo(time); work != null; work = this.failures.upTo(time)) {
			forgetFailures(work);
		}
	}

	private void forgetFailures(HiddenWork work) {
		work.forgetFailures();
		tidy(work.sessionId());
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
