package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;

/**
 * Range checks of options.
 */
final class Ranges {

	private Ranges() {
	}

	static Duration notNegative(String what, Duration value) {
		if (value.isNegative()) {
			throw new InvalidTaskArgumentException("taskhost." + what + " is " + value + ": use zero or more.");
		}
		return value;
	}

	static void positive(String what, long value) {
		if (value < 1) {
			throw new InvalidTaskArgumentException("taskhost." + what + " is " + value + ": use at least 1.");
		}
	}

}
