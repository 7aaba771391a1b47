package io.github.taskhost.jdbc.rate;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.taskhost.autoconfigure.rate.BucketLimiters;
import io.github.taskhost.spi.RateLimiters;
import io.github.taskhost.spi.RateLimiters.Limit;
import io.github.taskhost.spi.RateLimiters.Limiter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limiter of a kind that all nodes share. A permit is fetched from the table by a
 * helper thread, one at a time for each bucket, while a task waits for it.
 *
 * <p>
 * <b>Synchronisation.</b> {@code lock} guards {@code fetches}; it is not held during a
 * request to the database.
 */
final class ClusterLimiter implements Limiter {

	private static final Logger log = LoggerFactory.getLogger(ClusterLimiter.class);

	private static final long PAUSE_NANOS = 1_000_000_000;

	private static final int TIDY_EACH = 1000;

	private final Limit limit;

	private final LongSupplier nanoTime;

	private final Runnable news;

	private final BucketRows rows;

	private final Executor threads;

	private final BucketConfiguration configuration;

	private final ReentrantLock lock = new ReentrantLock();

	/** The state of the buckets that this node asks for. */
	private final Map<String, Fetch> fetches = new HashMap<>();

	private int requests;

	ClusterLimiter(Limit limit, LongSupplier nanoTime, Runnable news, BucketRows rows, Executor threads) {
		this.limit = limit;
		this.nanoTime = nanoTime;
		this.news = news;
		this.rows = rows;
		this.threads = threads;
		this.configuration = BucketConfiguration.builder().addLimit(BucketLimiters.bandwidth(limit)).build();
	}

	private String key(String sessionId) {
		return this.limit.perSession() ? sessionId : "";
	}

	@Override
	public long take(String sessionId) {
		String key = key(sessionId);
		this.lock.lock();
		try {
			Fetch fetch = this.fetches.computeIfAbsent(key, (absent) -> new Fetch());
			if (fetch.permits > 0) {
				fetch.permits--;
				return 0;
			}
			long left = fetch.isRefused ? fetch.until - this.nanoTime.getAsLong() : 0;
			if (left > 0) {
				return left;
			}
			if (!fetch.isAsking) {
				fetch.isAsking = true;
				this.threads.execute(() -> fetch(key));
			}
			return RateLimiters.LATER;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void giveBack(String sessionId) {
		this.lock.lock();
		try {
			this.fetches.computeIfAbsent(key(sessionId), (absent) -> new Fetch()).permits++;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns the permits that no task takes to the table. */
	@Override
	public void idle() {
		this.lock.lock();
		try {
			this.fetches.forEach((key, fetch) -> {
				if (fetch.permits > 0) {
					int back = fetch.permits;
					fetch.permits = 0;
					this.threads.execute(() -> addTokens(key, back));
				}
			});
			this.fetches.values().removeIf((fetch) -> !fetch.isAsking);
		}
		finally {
			this.lock.unlock();
		}
	}

	private BucketProxy bucket(String key) {
		String name = this.limit.kind() + ":" + this.limit.permits() + "/" + this.limit.period() + "/"
				+ this.limit.burst() + ":" + key;
		return this.rows.builder()
			.build(new BucketRows.Key(name,
					this.limit.period().multipliedBy(this.limit.burst()).dividedBy(this.limit.permits())),
					() -> this.configuration);
	}

	private void fetch(String key) {
		long wait = PAUSE_NANOS;
		try {
			ConsumptionProbe probe = bucket(key).tryConsumeAndReturnRemaining(1);
			wait = probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
		}
		catch (RuntimeException ex) {
			log.warn("No permit of kind '{}' could be asked for, since the database is away; it is asked for again",
					this.limit.kind(), ex);
		}
		answered(key, wait);
		this.news.run();
		tidy();
	}

	private void answered(String key, long wait) {
		this.lock.lock();
		try {
			Fetch fetch = this.fetches.computeIfAbsent(key, (absent) -> new Fetch());
			fetch.isAsking = false;
			fetch.isRefused = wait > 0;
			fetch.until = this.nanoTime.getAsLong() + wait;
			fetch.permits += (wait > 0) ? 0 : 1;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void addTokens(String key, int permits) {
		try {
			bucket(key).addTokens(permits);
		}
		catch (RuntimeException ex) {
			log.debug("{} permits of kind '{}' were not given back, since the database is away", permits,
					this.limit.kind(), ex);
		}
	}

	private void tidy() {
		this.lock.lock();
		try {
			if (++this.requests % TIDY_EACH != 0) {
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		try {
			this.rows.removeFull();
		}
		catch (Exception ex) {
			log.debug("Full buckets were not removed", ex);
		}
	}

	/** The state of a bucket. */
	private static final class Fetch {

		/** The permits that are here. */
		private int permits;

		/** Whether a request is under way. */
		private boolean isAsking;

		/** Whether the last request was refused, until a time. */
		private boolean isRefused;

		private long until;

	}

}
