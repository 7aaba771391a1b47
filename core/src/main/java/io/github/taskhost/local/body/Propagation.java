package io.github.taskhost.local.body;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.event.HandOver;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Carries the context of callers to the new threads of the work that they start, and puts
 * the session, task, kind and attempt into the log context of these threads.
 */
public final class Propagation {

	private static final Logger log = LoggerFactory.getLogger(Propagation.class);

	private static final String SESSION = "taskhost.session";

	private static final String TASK = "taskhost.task";

	private static final String KIND = "taskhost.kind";

	private static final String ATTEMPT = "taskhost.attempt";

	/** Shared, since most tasks have one attempt. */
	private static final String FIRST = "1";

	private final List<TaskContextPropagator> propagators;

	private final BackgroundTaskMetricsRecorder metrics;

	private final HandOver handOver;

	private final Opened nothing = new Opened(List.of());

	public Propagation(List<TaskContextPropagator> propagators, BackgroundTaskMetricsRecorder metrics,
			HandOver handOver) {
		this.propagators = List.copyOf(propagators);
		this.metrics = metrics;
		this.handOver = handOver;
	}

	/** Captures the context of the current thread. */
	public Surroundings capture() {
		Map<String, String> logContext = MDC.getCopyOfContextMap();
		if (logContext != null && logContext.isEmpty()) {
			logContext = null;
		}
		if (logContext == null && this.propagators.isEmpty()) {
			return Surroundings.NONE;
		}
		List<TaskContextPropagator.Context> contexts = new ArrayList<>(this.propagators.size());
		for (TaskContextPropagator propagator : this.propagators) {
			guarded(propagator,
					() -> contexts.add(Objects.requireNonNull(propagator.capture(), "capture() returned null")));
		}
		return new Surroundings(logContext, contexts);
	}

	/**
	 * Opens a captured context on the current thread, which works for a task and then
	 * ends.
	 */
	public Opened open(Surroundings surroundings, BackgroundTaskRecord task) {
		carryLogContext(surroundings, task.sessionId());
		MDC.put(TASK, task.id());
		MDC.put(KIND, task.kind());
		MDC.put(ATTEMPT, (task.attempt() == 1) ? FIRST : Integer.toString(task.attempt()));
		return open(surroundings.contexts(), task);
	}

	/**
	 * Opens a captured context on the current thread, which does hidden work and then
	 * ends.
	 */
	public Opened openHidden(Surroundings surroundings, String sessionId) {
		carryLogContext(surroundings, sessionId);
		return open(surroundings.contexts(), null);
	}

	/**
	 * Copies the log context of the caller without its task, since the new thread works
	 * for another one.
	 */
	private static void carryLogContext(Surroundings surroundings, String sessionId) {
		if (surroundings.logContext() != null) {
			MDC.setContextMap(surroundings.logContext());
			MDC.remove(TASK);
			MDC.remove(KIND);
			MDC.remove(ATTEMPT);
		}
		MDC.put(SESSION, sessionId);
	}

	private Opened open(List<TaskContextPropagator.Context> contexts, @Nullable BackgroundTaskRecord task) {
		if (contexts.isEmpty()) {
			return this.nothing;
		}
		List<TaskContextPropagator.Scope> scopes = new ArrayList<>(contexts.size());
		for (TaskContextPropagator.Context context : contexts) {
			guarded(context, () -> scopes.add(Objects.requireNonNull(context.open(task), "open() returned null")));
		}
		return new Opened(scopes);
	}

	private void guarded(Object whose, Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			log.error("Context propagator {} threw; the work continues without its context", whose.getClass().getName(),
					LogSafe.of(ex));
			this.metrics.listenerFailed();
		}
	}

	/**
	 * An open context of a thread. The log context is not restored, since the thread is
	 * new and ends with its work.
	 */
	public final class Opened {

		private final List<TaskContextPropagator.Scope> scopes;

		/** The version up to which changes were reported together. */
		private volatile long caughtUp = -1;

		private Opened(List<TaskContextPropagator.Scope> scopes) {
			this.scopes = scopes;
		}

		/**
		 * Reports, as one transition, the changes that were made while the context was
		 * opened.
		 */
		void catchUp(BackgroundTaskRecord opened, BackgroundTaskRecord now) {
			if (this.scopes.isEmpty()) {
				return;
			}
			this.caughtUp = now.version();
			if (now.version() > opened.version() && now.state() != opened.state()) {
				tell(opened, now);
			}
		}

		/** Reports a change; on a helper for a thread that must not wait for it. */
		void transition(BackgroundTaskRecord before, BackgroundTaskRecord after) {
			if (after.version() > this.caughtUp && !this.scopes.isEmpty()
					&& !Propagation.this.handOver.take(() -> tell(before, after))) {
				tell(before, after);
			}
		}

		private void tell(BackgroundTaskRecord before, BackgroundTaskRecord after) {
			for (TaskContextPropagator.Scope scope : this.scopes) {
				guarded(scope, () -> scope.transition(before, after));
			}
		}

		public void close(@Nullable BackgroundTaskRecord task, @Nullable Throwable thrown) {
			Throwable told = (thrown != null && !this.scopes.isEmpty()) ? LogSafe.of(thrown) : thrown;
			for (int i = this.scopes.size() - 1; i >= 0; i--) {
				TaskContextPropagator.Scope scope = this.scopes.get(i);
				guarded(scope, () -> scope.close(task, told));
			}
		}

	}

}
