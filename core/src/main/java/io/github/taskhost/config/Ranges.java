package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidOptionException;

/**
 * Range checks of options.
 */
final class Ranges {

	private static final String MORE_THAN_ZERO = "more than zero";

	private Ranges() {
	}

	static void notNegative(String option, Duration value) {
		require(!value.isNegative(), option, value, "zero or more");
	}

	static void notNegative(String option, int value) {
		require(value >= 0, option, value, "zero or more");
	}

	static void positive(String option, Duration value) {
		require(value.isPositive(), option, value, MORE_THAN_ZERO);
	}

	static void positive(String option, int value) {
		require(value >= 1, option, value, "at least 1");
	}

	static void positiveSize(String option, long bytes) {
		require(bytes >= 1, option, bytes + "B", MORE_THAN_ZERO);
	}

	static void require(boolean valid, String option, Object value, String remedy) {
		if (!valid) {
			throw new InvalidOptionException("taskhost." + option, option, value, remedy);
		}
	}

}
