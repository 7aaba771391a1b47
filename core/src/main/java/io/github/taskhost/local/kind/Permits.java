package io.github.taskhost.local.kind;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

import io.github.taskhost.kind.Rate;
import io.github.taskhost.local.time.NextAlarm;
import io.github.taskhost.spi.RateLimiters;
import org.jspecify.annotations.Nullable;

/**
 * The permits of a kind with a rate limit. After a refusal it remembers until when there
 * is none, for the kind or for the session, and sets the alarm of the kind for the first
 * of these times. Guarded by the lock of the queue.
 */
public final class Permits {

	private static final String ALL = "";

	private final RateLimiters.Limiter limiter;

	private final Rate rate;

	private final boolean perSession;

	private final LongSupplier nanoTime;

	private final NextAlarm alarm;

	/** The refusals by session; by {@link #ALL} if sessions are not apart. */
	private final Map<String, Refusal> refusals = new HashMap<>();

	private final PriorityQueue<Refusal> inOrder = new PriorityQueue<>(Refusal::compare);

	public Permits(RateLimiters.Limiter limiter, Rate rate, boolean perSession, LongSupplier nanoTime,
			NextAlarm alarm) {
		this.limiter = limiter;
		this.rate = rate;
		this.perSession = perSession;
		this.nanoTime = nanoTime;
		this.alarm = alarm;
	}

	/** The rate as text. */
	String rate() {
		return this.rate.toString();
	}

	boolean isPerSession() {
		return this.perSession;
	}

	/** Takes a permit, unless there is none. */
	boolean take(String session) {
		String key = key(session);
		if (isRefused(key)) {
			return false;
		}
		long wait = this.limiter.take(session);
		if (wait > 0) {
			boolean timed = wait != RateLimiters.LATER;
			refuse(new Refusal(key, timed ? this.nanoTime.getAsLong() + wait : 0, timed));
		}
		return wait <= 0;
	}

	private void refuse(Refusal refusal) {
		Refusal earlier = this.refusals.put(refusal.key(), refusal);
		if (earlier != null) {
			this.inOrder.remove(earlier);
		}
		this.inOrder.add(refusal);
	}

	private String key(String session) {
		return this.perSession ? session : ALL;
	}

	private boolean isRefused(String key) {
		Refusal refusal = this.refusals.get(key);
		return refusal != null && refusal.left() > 0;
	}

	/** Whether no task of the kind can get a permit now. */
	boolean areExhausted() {
		return !this.perSession && isRefused(ALL);
	}

	/** Forgets a refusal whose time is over; returns its session, or {@code null}. */
	@Nullable String nextOver() {
		Refusal first = this.inOrder.peek();
		if (first == null || first.left() > 0) {
			return null;
		}
		this.inOrder.remove(first);
		this.refusals.remove(first.key());
		return first.key();
	}

	/** Gives back a permit that was not used. */
	void giveBack(String session) {
		this.limiter.giveBack(session);
		Refusal refusal = this.refusals.get(key(session));
		if (refusal != null) {
			end(refusal);
		}
	}

	/** Has the limiter asked again about all that it was going to tell. */
	void ask() {
		this.refusals.values().stream().filter((refusal) -> !refusal.timed()).toList().forEach(this::end);
	}

	/** Ends a refusal now. */
	private void end(Refusal refusal) {
		refuse(new Refusal(refusal.key(), this.nanoTime.getAsLong(), true));
	}

	/** Notes whether a task waits: sets the alarm, or lets the limiter be idle. */
	void waits(boolean waits) {
		Refusal first = this.inOrder.peek();
		if (!waits) {
			this.limiter.idle();
		}
		else if (first != null && first.timed()) {
			this.alarm.in(Duration.ofNanos(Math.max(1, first.left())));
		}
	}

	/**
	 * Estimates the time until a task gets a permit.
	 * @param session its session
	 * @param ahead the number of waiting tasks that get one before it
	 */
	Duration about(String session, int ahead) {
		Refusal refusal = this.refusals.get(key(session));
		Duration interval = this.rate.interval();
		Duration next = (refusal != null && refusal.timed()) ? Duration.ofNanos(Math.max(0, refusal.left())) : interval;
		return next.plus(interval.multipliedBy(ahead));
	}

	/** A time without permits. */
	private final class Refusal {

		private final String key;

		private final long until;

		private final boolean timed;

		Refusal(String key, long until, boolean timed) {
			this.key = key;
			this.until = until;
			this.timed = timed;
		}

		String key() {
			return this.key;
		}

		/** Compares ends; a time without an end is the last. */
		static int compare(Refusal one, Refusal other) {
			boolean both = one.timed && other.timed;
			return both ? Long.signum(one.until - other.until) : Boolean.compare(other.timed, one.timed);
		}

		/** Whether the time has an end; otherwise the limiter tells the end. */
		boolean timed() {
			return this.timed;
		}

		/** The nanoseconds until its end. */
		long left() {
			return this.timed ? this.until - Permits.this.nanoTime.getAsLong() : Long.MAX_VALUE;
		}

	}

}
