package io.github.taskhost.local;

import io.github.taskhost.config.HostLimits;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.lifecycle.AdmissionRules;
import org.jspecify.annotations.Nullable;

/**
 * Counts work in before it is stored, so that limits hold and a close sees what got in.
 * Whoever admits ends the admission when the work is stored, or was not.
 *
 * <p>
 * <b>Synchronisation.</b> An admission counts itself in and then looks at the phase
 * again; a shutdown sets the phase and then waits for the admissions that are under way.
 * One of the two sees the other.
 */
final class Admissions {

	private final Host host;

	private final HostLimits limits;

	Admissions(Host host, HostLimits limits) {
		this.host = host;
		this.limits = limits;
	}

	/** Admits a new live task. */
	Session admitNew(String sessionId, String kind) {
		int live = this.host.statistics().live.getAndIncrement();
		Session session = null;
		try {
			session = admit(sessionId, kind, 1, live);
		}
		finally {
			if (session == null) {
				this.host.statistics().live.decrementAndGet();
			}
		}
		return session;
	}

	/** Admits tasks that are counted by the host already: they move. */
	Session admitMoved(String sessionId, String kind, int tasks) {
		return admit(sessionId, kind, tasks, 0);
	}

	private Session admit(String sessionId, String kind, int tasks, int live) {
		while (true) {
			Session session = this.host.sessions().of(sessionId);
			long seen = session.word();
			RejectionReason reason = AdmissionRules.rejection(this.host.phase(), Session.isClosing(seen), live,
					Session.live(seen), tasks, this.limits);
			if (reason != null) {
				this.host.sessions().tidy(sessionId);
				throw rejected(reason, sessionId, kind);
			}
			if (!Session.isRetired(seen) && session.begin(seen, tasks)) {
				if (AdmissionRules.takesWork(this.host.phase())) {
					return session;
				}
				session.end(tasks);
			}
		}
	}

	void endNew(Session session, boolean stored) {
		if (!stored) {
			this.host.statistics().live.decrementAndGet();
		}
		end(session, stored ? 0 : 1);
	}

	/**
	 * Ends an admission; what was admitted may be gone already, and its session with it.
	 */
	void end(Session session, int notAdmitted) {
		if (session.end(notAdmitted)) {
			this.host.sessions().tidy(session.id());
		}
	}

	/** Counts hidden work in, or refuses it. */
	Session admitHidden(String sessionId) {
		Session session = admit(sessionId, "other", 0, 0);
		if (this.host.statistics().hidden.getAndIncrement() >= this.limits.hiddenTasks()) {
			this.host.statistics().hidden.decrementAndGet();
			end(session, 0);
			throw rejected(RejectionReason.HIDDEN_TASKS, sessionId, "other");
		}
		return session;
	}

	TaskRejectedException rejected(RejectionReason reason, String sessionId, String kind) {
		this.host.metrics().rejected(kind, reason);
		return new TaskRejectedException(reason,
				"Session '" + sessionId + "' got no new work of kind '" + kind + "': " + textOf(reason));
	}

	private @Nullable String textOf(RejectionReason reason) {
		return switch (reason) {
			case SHUTDOWN -> "the host is shutting down. Start it when the host runs again.";
			case SESSION_CLOSING -> "it is being closed. Use another session, or wait for the close.";
			case SESSION_LIVE_TASKS -> "it has " + this.limits.liveTasksPerSession()
					+ " live tasks, the limit. Wait for some to end, or raise taskhost.limits.live-tasks-per-session.";
			case LIVE_TASKS -> "the host has " + this.limits.liveTasks()
					+ " live tasks, its limit. Wait for some to end, or raise taskhost.limits.live-tasks.";
			case HIDDEN_TASKS -> "the host has " + this.limits.hiddenTasks()
					+ " hidden tasks, its limit. Wait for some to end, or raise taskhost.limits.hidden-tasks.";
			case KINDS, SUBSCRIPTIONS, MESSAGES -> "a limit is reached.";
		};
	}

}
