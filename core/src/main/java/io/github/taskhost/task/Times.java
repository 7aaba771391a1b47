package io.github.taskhost.task;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Conversion between instants and nanoseconds since 1970, which need no object in a
 * record. Instants before 1677 or after 2262 become the nearest value in that range.
 */
final class Times {

	static final long NONE = Long.MIN_VALUE;

	private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS;

	private Times() {
	}

	static long of(Instant time) {
		long seconds = time.getEpochSecond();
		if (seconds >= MAX_SECONDS) {
			return Long.MAX_VALUE;
		}
		return (seconds <= -MAX_SECONDS) ? NONE + 1 : seconds * NANOS + time.getNano();
	}

	static long ofNullable(@Nullable Instant time) {
		return (time != null) ? of(time) : NONE;
	}

	static Instant instant(long time) {
		return Instant.ofEpochSecond(Math.floorDiv(time, NANOS), Math.floorMod(time, NANOS));
	}

	static @Nullable Instant nullable(long time) {
		return (time != NONE) ? instant(time) : null;
	}

}
