package io.github.taskhost.local;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids of messages: version 7 UUIDs as of RFC 9562 that increase, also when the clock goes
 * back. They are not the store's: a uid of the store keeps a place for a task.
 */
final class MessageIds {

	private static final int LOW_BITS = 30;

	private final AtomicLong counter = new AtomicLong();

	private final AtomicLong latest = new AtomicLong();

	private final long random = ThreadLocalRandom.current().nextLong() & 0xFFFF_FFFFL;

	String next(Instant now) {
		long count = this.counter.getAndIncrement();
		long time = this.latest.accumulateAndGet(now.toEpochMilli(), Math::max);
		long high = (time << 16) | 0x7000L | ((count >>> LOW_BITS) & 0xFFFL);
		long low = 0x8000_0000_0000_0000L | ((count & ((1L << LOW_BITS) - 1)) << 32) | this.random;
		return MessageChecks.ID_PREFIX + new UUID(high, low);
	}

}
