package io.github.taskhost.autoconfigure.rate;

import java.util.function.LongSupplier;

import io.github.bucket4j.Bandwidth;
import io.github.taskhost.spi.RateLimiters;

/**
 * Limiters of the rate of starts in this process, by buckets of Bucket4j: permits come
 * evenly spaced, and are saved up to the burst. Internal.
 */
public final class BucketLimiters implements RateLimiters {

	/** Creates the limiters. */
	public BucketLimiters() {
		// it has no state
	}

	/**
	 * Returns the bandwidth of a bucket that begins full.
	 * @param limit the limit of the kind
	 * @return the bandwidth
	 */
	public static Bandwidth bandwidth(Limit limit) {
		return Bandwidth.builder().capacity(limit.burst()).refillGreedy(limit.permits(), limit.period()).build();
	}

	@Override
	public Limiter limiter(Limit limit, LongSupplier nanoTime, Runnable news) {
		return new BucketLimiter(limit, nanoTime);
	}

}
