package io.github.taskhost.local.commit;

import io.github.taskhost.config.HostLimits;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.lifecycle.AdmissionRules;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Counts work in before it is stored, so that limits hold and a close sees all admitted
 * work. The caller of an admission must end it, after the work is stored or was refused.
 *
 * <p>
 * <b>Synchronisation.</b> An admission counts itself in and then reads the phase again; a
 * shutdown sets the phase and then waits for the admissions that are under way. So either
 * the admission sees the shutdown, or the shutdown waits for the admission.
 */
public final class Admissions {

	private final CurrentPhase phase;

	private final Sessions sessions;

	private final AdmissionCounter counter;

	private final HostLimits limits;

	private final BackgroundTaskMetricsRecorder metrics;

	public Admissions(CurrentPhase phase, Sessions sessions, AdmissionCounter counter, HostLimits limits,
			BackgroundTaskMetricsRecorder metrics) {
		this.phase = phase;
		this.sessions = sessions;
		this.counter = counter;
		this.limits = limits;
		this.metrics = metrics;
	}

	/** Admits a new live task. */
	public Session admitNew(String sessionId, String kind) {
		int live = this.counter.enterLive();
		Session session = null;
		try {
			session = admit(sessionId, kind, 1, live);
		}
		finally {
			if (session == null) {
				this.counter.leaveLive();
			}
		}
		return session;
	}

	/** Admits tasks that move to a session; the host counts them already. */
	public Session admitMoved(String sessionId, String kind, int tasks) {
		return admit(sessionId, kind, tasks, 0);
	}

	/**
	 * Admits a task that was accepted before or elsewhere; no limit or phase refuses it.
	 * @param live whether the task is live; an ended task only makes its session known
	 */
	public Session admitAdopted(String sessionId, boolean live) {
		if (live) {
			this.counter.enterLive();
		}
		return this.sessions.begin(sessionId, live ? 1 : 0);
	}

	/** Ends the admission of an adopted task. */
	public void endAdopted(Session session, boolean live, boolean stored) {
		if (live && !stored) {
			this.counter.leaveLive();
		}
		end(session, (live && !stored) ? 1 : 0);
	}

	private Session admit(String sessionId, String kind, int tasks, int live) {
		while (true) {
			Session session = this.sessions.of(sessionId);
			long seen = session.word();
			RejectionReason reason = AdmissionRules.rejection(this.phase.get(), Session.isClosing(seen), live,
					Session.live(seen), tasks, this.limits);
			if (reason != null) {
				this.sessions.tidy(sessionId);
				throw rejected(reason, sessionId, kind);
			}
			if (!Session.isRetired(seen) && session.begin(seen, tasks)) {
				if (this.phase.takesWork()) {
					return session;
				}
				session.end(tasks);
			}
		}
	}

	/** Ends the admission of a new task. */
	public void endNew(Session session, boolean stored) {
		if (!stored) {
			this.counter.leaveLive();
		}
		end(session, stored ? 0 : 1);
	}

	/**
	 * Ends an admission. The admitted work may have ended already, so its session may be
	 * removed here.
	 */
	public void end(Session session, int notAdmitted) {
		if (session.end(notAdmitted)) {
			this.sessions.tidy(session.id());
		}
	}

	/** Admits hidden work. */
	public Session admitHidden(String sessionId) {
		Session session = admit(sessionId, "other", 0, 0);
		if (this.counter.enterHidden() >= this.limits.hiddenTasks()) {
			this.counter.leaveHidden();
			end(session, 0);
			throw rejected(RejectionReason.HIDDEN_TASKS, sessionId, "other");
		}
		return session;
	}

	TaskRejectedException rejected(RejectionReason reason, String sessionId, String kind) {
		this.metrics.rejected(kind, reason);
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
			case KINDS, SUBSCRIPTIONS, MESSAGES, ANSWERS, QUESTIONS, SCHEDULES -> "a limit is reached.";
		};
	}

}
