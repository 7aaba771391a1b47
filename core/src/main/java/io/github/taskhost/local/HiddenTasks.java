package io.github.taskhost.local;

import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.HiddenTask;
import io.github.taskhost.kind.ThreadType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs hidden work of sessions.
 */
final class HiddenTasks {

	private static final Logger log = LoggerFactory.getLogger(HiddenTasks.class);

	private final Host host;

	HiddenTasks(Host host) {
		this.host = host;
	}

	void spawn(String sessionId, String label, HiddenTask task) {
		String name = String.valueOf(BackgroundTaskUpdate.ofProgress(label).progress());
		Session session = this.host.admissions().admitHidden(sessionId);
		try {
			Surroundings surroundings = this.host.propagation().capture();
			Thread thread = newThread(() -> run(session, name, task, surroundings));
			session.hidden().begin(thread, name);
			start(session, thread);
		}
		finally {
			this.host.admissions().end(session, 0);
		}
	}

	private Thread newThread(Runnable work) {
		try {
			return this.host.threads().newThread(ThreadType.VIRTUAL, work);
		}
		catch (Throwable ex) {
			this.host.statistics().hidden.decrementAndGet();
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
		Propagation.Opened around = this.host.propagation().openHidden(surroundings, session.id());
		try {
			task.run();
		}
		catch (Throwable ex) {
			failure = ex;
			log.warn("Hidden task '{}' of session {} failed", label, session.id(), CleanThrowable.of(ex));
		}
		finally {
			around.close(null, failure);
			end(session, Thread.currentThread(), failure);
		}
	}

	private void end(Session session, Thread thread, @Nullable Throwable failure) {
		this.host.statistics().hidden.decrementAndGet();
		session.hidden().end(thread, failure);
		this.host.sessions().tidy(session.id());
	}

}
