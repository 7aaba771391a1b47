package io.github.taskhost.local.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.ClosingRules;
import io.github.taskhost.local.body.Attempt;
import io.github.taskhost.local.commit.Cancellations;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.gate.InterruptGate;
import io.github.taskhost.local.schedule.Schedules;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.ClosePolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes sessions. A second close of a session that is being closed waits for the first
 * and returns its report. It is refused on a thread that the first one may wait for: a
 * thread that closes a session itself (a listener calls the close again), a body or
 * hidden work of the session.
 */
public final class SessionClosing {

	private static final Logger log = LoggerFactory.getLogger(SessionClosing.class);

	private static final String REASON = "the session was closed";

	private final Sessions sessions;

	private final KnownTasks known;

	private final Transfers transfers;

	private final Cancellations cancellations;

	private final TaskTimer timer;

	private final BackgroundTaskHostOptions options;

	private final Waits waits;

	private final Schedules schedules;

	/** The threads that close sessions. */
	private final Set<Thread> closers = ConcurrentHashMap.newKeySet();

	public SessionClosing(Sessions sessions, KnownTasks known, Transfers transfers, Cancellations cancellations,
			TaskTimer timer, BackgroundTaskHostOptions options, Waits waits, Schedules schedules) {
		this.schedules = schedules;
		this.waits = waits;
		this.sessions = sessions;
		this.known = known;
		this.transfers = transfers;
		this.cancellations = cancellations;
		this.timer = timer;
		this.options = options;
	}

	public SessionCloseReport close(String sessionId, @Nullable String successor) {
		if (sessionId.equals(successor)) {
			throw new InvalidTaskArgumentException(
					"Session '" + sessionId + "' cannot be its own successor: name another, or none.");
		}
		while (true) {
			Session session = this.sessions.of(sessionId);
			requireNotFromWithin(session);
			CompletableFuture<SessionCloseReport> mine = session.beginClose();
			if (mine != null) {
				return close(session, successor, mine);
			}
			CompletableFuture<SessionCloseReport> others = session.closing();
			if (others != null) {
				requireOther(session);
				return reportOf(others);
			}
		}
	}

	private static void requireNotFromWithin(Session session) {
		if (session.hidden().runsOn(Thread.currentThread())) {
			throw new TaskStateException("Hidden work of session '" + session.id()
					+ "' cannot close the session: the close would wait for this work. "
					+ "Close the session from another thread, or after the work has ended.");
		}
	}

	/** Refuses to wait for a close that may wait for the current thread. */
	private void requireOther(Session session) {
		Thread current = Thread.currentThread();
		boolean ownBody = InterruptGate.current() instanceof Attempt attempt
				&& attempt.task().record().sessionId().equals(session.id());
		if (ownBody || this.closers.contains(current) || session.hidden().runsOn(current)) {
			throw new TaskStateException("Session '" + session.id()
					+ "' is being closed, and this thread cannot wait for the close, which may wait for this thread."
					+ " The close goes on: return without closing the session again.");
		}
	}

	private static SessionCloseReport reportOf(CompletableFuture<SessionCloseReport> close) {
		try {
			return close.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new BackgroundTaskException(
					"Interrupted while another thread closes the session; the close continues.", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof JournalUnavailableException away) {
				throw new JournalUnavailableException(String.valueOf(away.getMessage()), away);
			}
			throw new BackgroundTaskException("The close of the session failed in another thread.", ex.getCause());
		}
	}

	private SessionCloseReport close(Session session, @Nullable String successor,
			CompletableFuture<SessionCloseReport> report) {
		boolean outermost = this.closers.add(Thread.currentThread());
		try {
			report.complete(closeNow(session, successor));
		}
		catch (RuntimeException | Error ex) {
			report.completeExceptionally(ex);
			throw ex;
		}
		finally {
			if (outermost) {
				this.closers.remove(Thread.currentThread());
			}
			session.endClose();
			this.sessions.tidy(session.id());
		}
		return report.join();
	}

	private SessionCloseReport closeNow(Session session, @Nullable String successor) {
		this.schedules.close(session.id());
		List<LocalTask> kept = new ArrayList<>();
		List<LocalTask> cancelled = new ArrayList<>();
		List<LocalTask> transferred = new ArrayList<>();
		for (LocalTask task : this.known.liveOf(session.id())) {
			switch (isLiveIn(task, session.id()) ? onClose(task, session.id(), successor) : null) {
				case KEEP -> kept.add(task);
				case CANCEL -> cancelled.add(task);
				case TRANSFER -> transferred.add(task);
				case null -> {
					// ended, or moved away by another thread: not the session's any more
				}
			}
		}
		cancelled.removeIf((task) -> !requested(task, session.id()));
		endWithinGracePeriod(cancelled);
		List<String> interrupted = endHidden(session);
		return new SessionCloseReport(session.id(), successor, idsOf(kept), idsOf(cancelled), idsOf(transferred),
				interrupted);
	}

	private static boolean isLiveIn(LocalTask task, String sessionId) {
		BackgroundTaskRecord record = task.record();
		return !record.state().isTerminal() && record.sessionId().equals(sessionId);
	}

	/**
	 * Moves a task if its policy is to move; returns the policy that was or must be
	 * followed, or {@code null} if another thread moved the task away.
	 */
	private @Nullable ClosePolicy onClose(LocalTask task, String from, @Nullable String successor) {
		ClosePolicy fallback = this.options.close().transferFallback();
		ClosePolicy policy = ClosingRules.onClose(task.record(), successor != null, fallback);
		if (policy != ClosePolicy.TRANSFER || successor == null) {
			return policy;
		}
		try {
			return this.transfers.transfer(from, successor, List.of(task)).isEmpty() ? null : ClosePolicy.TRANSFER;
		}
		catch (JournalUnavailableException ex) {
			throw ex; // an outage decides nothing
		}
		catch (BackgroundTaskException ex) {
			log.warn("Task {} of session {} cannot move to {}; the policy {} applies instead", task.record().id(), from,
					successor, fallback, LogSafe.of(ex));
			return ClosingRules.onClose(task.record(), false, fallback);
		}
	}

	/**
	 * Requests cancellation of a task; returns {@code false} if the task had ended, was
	 * removed or had left the session before.
	 */
	private boolean requested(LocalTask task, String sessionId) {
		if (!isLiveIn(task, sessionId)) {
			return false;
		}
		Change change = this.cancellations.requestOfMany(task, REASON);
		BackgroundTaskRecord before = change.before();
		boolean wasLive = before != null && !before.state().isTerminal();
		return wasLive && change.after().cancelRequestedAt() != null;
	}

	/**
	 * Cancels those tasks that do not end within the grace period. Tasks that do are left
	 * alone: a cancel would reach their descendants.
	 */
	private void endWithinGracePeriod(List<LocalTask> tasks) {
		List<LocalTask> others = tasks.stream().filter((task) -> !task.runsHere()).toList();
		if (!endInGracePeriod(others)) {
			others.stream()
				.filter((task) -> !task.isOver())
				.forEach((task) -> this.cancellations.nowOfMany(task, REASON));
		}
	}

	/**
	 * Waits for the ends of tasks; leaves the waits for those that do not end in time.
	 */
	private boolean endInGracePeriod(List<LocalTask> tasks) {
		CompletableFuture<?> left = new CompletableFuture<>();
		try {
			CompletableFuture<?>[] ends = tasks.stream()
				.map((task) -> this.waits.end(task, left))
				.toArray(CompletableFuture<?>[]::new);
			return endWithin(CompletableFuture.allOf(ends), this.options.cancel().gracePeriod());
		}
		finally {
			left.complete(null);
		}
	}

	private List<String> endHidden(Session session) {
		if (endWithin(session.hidden().roundEnd(), this.options.close().hiddenTimeout())) {
			return List.of();
		}
		return session.hidden().interrupt();
	}

	/**
	 * Waits for an end by the timer of the host. An interrupt ends the wait and keeps the
	 * interrupt status.
	 */
	private boolean endWithin(CompletableFuture<?> end, Duration time) {
		if (end.isDone()) {
			return true;
		}
		CompletableFuture<Boolean> over = new CompletableFuture<>();
		TaskTimer.Scheduled alarm = this.timer.schedule(() -> over.complete(false), time);
		CompletableFuture<?> unused = end.whenComplete((value, failure) -> over.complete(true));
		try {
			return over.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A wait cannot fail", ex);
		}
		finally {
			alarm.cancel();
		}
	}

	private static List<String> idsOf(List<LocalTask> tasks) {
		return tasks.stream().map(LocalTask::record).map(BackgroundTaskRecord::id).toList();
	}

}
