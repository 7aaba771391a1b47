package io.github.taskhost.autoconfigure.rate;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import io.github.taskhost.spi.RateLimiters.Limit;
import io.github.taskhost.spi.RateLimiters.Limiter;

/**
 * The limiter of a kind in one process: a bucket, or one for each session. The bucket of
 * a session that is full again is dropped. Guarded by the lock of the kind.
 */
final class BucketLimiter implements Limiter {

	private static final int TIDY_FROM = 1000;

	private final Limit limit;

	private final TimeMeter time;

	private final Map<String, Bucket> buckets = new HashMap<>();

	private int tidyAt = TIDY_FROM;

	BucketLimiter(Limit limit, LongSupplier nanoTime) {
		this.limit = limit;
		this.time = new Monotonic(nanoTime, nanoTime.getAsLong());
	}

	private Bucket bucket(String sessionId) {
		return this.buckets.computeIfAbsent(this.limit.perSession() ? sessionId : "",
				(key) -> Bucket.builder()
					.addLimit(BucketLimiters.bandwidth(this.limit))
					.withCustomTimePrecision(this.time)
					.withSynchronizationStrategy(SynchronizationStrategy.NONE)
					.build());
	}

	@Override
	public long take(String sessionId) {
		ConsumptionProbe probe = bucket(sessionId).tryConsumeAndReturnRemaining(1);
		if (this.buckets.size() >= this.tidyAt) {
			this.buckets.values().removeIf((bucket) -> bucket.getAvailableTokens() >= this.limit.burst());
			this.tidyAt = Math.max(TIDY_FROM, 2 * this.buckets.size());
		}
		return probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
	}

	@Override
	public void giveBack(String sessionId) {
		bucket(sessionId).addTokens(1);
	}

	/** The number of buckets that are kept. */
	int size() {
		return this.buckets.size();
	}

	/**
	 * The monotonic clock of a host, from 0 on.
	 *
	 * @param nanoTime the clock
	 * @param start its reading at the start
	 */
	private record Monotonic(LongSupplier nanoTime, long start) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return this.nanoTime.getAsLong() - this.start;
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}

}
