package io.github.taskhost.local.session;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The sessions with failures of hidden work that no wait has taken yet, and the number of
 * these failures. Past a limit, and past their maximum age, the failures of the session
 * that failed first are forgotten, so that the session can be removed.
 *
 * <p>
 * <b>Synchronisation.</b> {@code lock} guards all fields. It is taken under the lock of
 * the hidden work of a session, so failures are forgotten outside of it.
 */
public final class HiddenFailures {

	private final ReentrantLock lock = new ReentrantLock();

	/** The times of the first kept failures, in their order. */
	private final Map<HiddenWork, Instant> sessions = new LinkedHashMap<>();

	private final Clock clock;

	private final int limit;

	private int number;

	public HiddenFailures(Clock clock, int limit) {
		this.clock = clock;
		this.limit = limit;
	}

	/** Counts a kept failure; called under the lock of the work. */
	void kept(HiddenWork work) {
		this.lock.lock();
		try {
			this.number++;
			this.sessions.putIfAbsent(work, this.clock.instant());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Counts all kept failures of a session out; called under the lock of the work.
	 */
	void taken(HiddenWork work, int failures) {
		this.lock.lock();
		try {
			this.number -= failures;
			this.sessions.remove(work);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The session that failed first if there are too many failures, or {@code null}. */
	@Nullable HiddenWork excess() {
		return oldest((since) -> this.number > this.limit);
	}

	/** The session that failed first, up to a time, or {@code null}. */
	@Nullable HiddenWork upTo(Instant time) {
		return oldest((since) -> !since.isAfter(time));
	}

	private @Nullable HiddenWork oldest(Predicate<Instant> fits) {
		this.lock.lock();
		try {
			for (Map.Entry<HiddenWork, Instant> oldest : this.sessions.entrySet()) {
				return fits.test(oldest.getValue()) ? oldest.getKey() : null;
			}
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

}
