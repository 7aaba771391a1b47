package io.github.taskhost.jdbc;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.awaitility.Awaitility;

/**
 * Waits of tests, which end with a condition and fail after a minute.
 */
final class Signals {

	private Signals() {
	}

	static void await(BooleanSupplier condition) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.pollInterval(Duration.ofMillis(10))
			.until(condition::getAsBoolean);
	}

}
