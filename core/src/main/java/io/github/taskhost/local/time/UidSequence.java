package io.github.taskhost.local.time;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A sequence of version 7 UUIDs as of RFC 9562: 48 bits of time, a counter of 42 bits,
 * and 32 random bits of the sequence. The UUIDs increase, also when the clock goes back.
 * Thread-safe.
 */
public final class UidSequence {

	private static final int LOW_BITS = 30;

	private final AtomicLong counter = new AtomicLong();

	/** The latest time in a UUID. */
	private final AtomicLong latest = new AtomicLong();

	private final long random = ThreadLocalRandom.current().nextLong() & 0xFFFF_FFFFL;

	/**
	 * Makes the next UUID.
	 * @param epochMillis the time, in milliseconds since 1970
	 * @return a UUID that is higher than all earlier UUIDs of this sequence
	 */
	public UUID next(long epochMillis) {
		long place = this.counter.getAndIncrement();
		long high = (notBeforeLatest(epochMillis) << 16) | 0x7000L | ((place >>> LOW_BITS) & 0xFFFL);
		long low = 0x8000_0000_0000_0000L | ((place & ((1L << LOW_BITS) - 1)) << 32) | this.random;
		return new UUID(high, low);
	}

	private long notBeforeLatest(long epochMillis) {
		long known = this.latest.get();
		while (known < epochMillis && !this.latest.compareAndSet(known, epochMillis)) {
			known = this.latest.get();
		}
		return Math.max(known, epochMillis);
	}

	/**
	 * The counter of a UUID.
	 * @param uid a UUID of a sequence
	 * @return its place in the sequence, from 0
	 */
	public static long placeOf(UUID uid) {
		return ((uid.getMostSignificantBits() & 0xFFFL) << LOW_BITS)
				| ((uid.getLeastSignificantBits() >>> 32) & ((1L << LOW_BITS) - 1));
	}

	/**
	 * Takes a place without making a UUID.
	 * @return the place
	 */
	public long skip() {
		return this.counter.getAndIncrement();
	}

	/**
	 * The number of places that were taken.
	 * @return the number
	 */
	public long count() {
		return this.counter.get();
	}

}
