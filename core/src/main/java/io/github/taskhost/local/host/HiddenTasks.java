package io.github.taskhost.local.host;

import java.util.Objects;

import io.github.taskhost.HiddenTask;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.local.body.Propagation;
import io.github.taskhost.local.body.Surroundings;
import io.github.taskhost.local.commit.AdmissionCounter;
import io.github.taskhost.local.commit.Admissions;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.time.HostThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the hidden work of sessions.
 */
public final class HiddenTasks {

	private static final Logger log = LoggerFactory.getLogger(HiddenTasks.class);

	private final Admissions admissions;

	private final AdmissionCounter counter;

	private final Sessions sessions;

	private final HostThreads threads;

	private final Propagation propagation;

	public HiddenTasks(Admissions admissions, AdmissionCounter counter, Sessions sessions, HostThreads threads,
			Propagation propagation) {
		this.admissions = admissions;
		this.counter = counter;
		this.sessions = sessions;
		this.threads = threads;
		this.propagation = propagation;
	}

	/**
	 * Starts hidden work. The context is captured and the thread created before the
	 * admission, since both run code of the application.
	 */
	public void spawn(String sessionId, String label, HiddenTask task) {
		Run run = new Run(Texts.clean(label, Texts.LINE), task, this.propagation.capture());
		Thread thread = this.threads.newThread(ThreadType.VIRTUAL, run);
		Session session = this.admissions.admitHidden(sessionId);
		try {
			run.session = session;
			session.hidden().begin(thread, run.label);
			start(session, thread);
		}
		finally {
			this.admissions.end(session, 0);
		}
	}

	private void start(Session session, Thread thread) {
		try {
			thread.start();
		}
		catch (Throwable ex) {
			end(session, thread, null);
			throw ex;
		}
	}

	private void run(Session session, Run work) {
		Throwable failure = null;
		Thread.currentThread().setName("taskhost-hidden-" + session.id());
		Propagation.Opened around = this.propagation.openHidden(work.surroundings, session.id());
		try {
			work.task.run();
		}
		catch (Throwable ex) {
			failure = ex;
			if (session.hidden().isInterrupted(Thread.currentThread())) {
				log.debug("Hidden task '{}' of session {} threw after the host interrupted it", work.label,
						session.id(), LogSafe.of(ex));
			}
			else {
				log.warn("Hidden task '{}' of session {} failed", work.label, session.id(), LogSafe.of(ex));
			}
		}
		finally {
			around.close(null, failure);
			end(session, Thread.currentThread(), failure);
		}
	}

	/**
	 * Ends hidden work whose thread has ended without it.
	 * @return the number of such threads
	 */
	int endLost() {
		int lost = 0;
		if (this.counter.hidden() > 0) {
			for (Session session : this.sessions.all()) {
				for (Thread thread : session.hidden().threads()) {
					if (thread.getState() == Thread.State.TERMINATED && session.hidden().runsOn(thread)) {
						end(session, thread, null);
						lost++;
					}
				}
			}
		}
		return lost;
	}

	private void end(Session session, Thread thread, @Nullable Throwable failure) {
		this.counter.leaveHidden();
		session.hidden().end(thread, failure);
		if (failure != null) {
			this.sessions.trimFailures();
		}
		this.sessions.tidy(session.id());
	}

	/** One piece of hidden work; its session is set before its thread starts. */
	private final class Run implements Runnable {

		private final String label;

		private final HiddenTask task;

		private final Surroundings surroundings;

		private @Nullable Session session;

		Run(String label, HiddenTask task, Surroundings surroundings) {
			this.label = label;
			this.task = task;
			this.surroundings = surroundings;
		}

		@Override
		public void run() {
			HiddenTasks.this.run(Objects.requireNonNull(this.session), this);
		}

	}

}
