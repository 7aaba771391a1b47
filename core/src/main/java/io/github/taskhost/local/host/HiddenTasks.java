package io.github.taskhost.local.host;

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

	public void spawn(String sessionId, String label, HiddenTask task) {
		String name = Texts.clean(label, Texts.LINE);
		Session session = this.admissions.admitHidden(sessionId);
		try {
			Surroundings surroundings = this.propagation.capture();
			Thread thread = newThread(() -> run(session, name, task, surroundings));
			session.hidden().begin(thread, name);
			start(session, thread);
		}
		finally {
			this.admissions.end(session, 0);
		}
	}

	private Thread newThread(Runnable work) {
		try {
			return this.threads.newThread(ThreadType.VIRTUAL, work);
		}
		catch (Throwable ex) {
			this.counter.leaveHidden();
			throw ex;
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

	private void run(Session session, String label, HiddenTask task, Surroundings surroundings) {
		Throwable failure = null;
		Thread.currentThread().setName("taskhost-hidden-" + session.id());
		Propagation.Opened around = this.propagation.openHidden(surroundings, session.id());
		try {
			task.run();
		}
		catch (Throwable ex) {
			failure = ex;
			log.warn("Hidden task '{}' of session {} failed", label, session.id(), LogSafe.of(ex));
		}
		finally {
			around.close(null, failure);
			end(session, Thread.currentThread(), failure);
		}
	}

	private void end(Session session, Thread thread, @Nullable Throwable failure) {
		this.counter.leaveHidden();
		session.hidden().end(thread, failure);
		if (failure != null) {
			this.sessions.trimFailures();
		}
		this.sessions.tidy(session.id());
	}

}
