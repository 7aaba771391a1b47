package io.github.taskhost.sample.jobs;

import org.jspecify.annotations.Nullable;

/**
 * A job that is asked for.
 *
 * @param name what it is to be called
 * @param steps how many steps it is to have
 */
record JobRequest(@Nullable String name, int steps) {

	private static final int MAX_NAME = 128;

	private static final int MAX_STEPS = 100_000;

	String requireValid() {
		if (this.name == null || this.name.isBlank() || this.name.length() > MAX_NAME) {
			throw new IllegalArgumentException("A job needs a name of at most " + MAX_NAME + " characters.");
		}
		if (this.steps < 1 || this.steps > MAX_STEPS) {
			throw new IllegalArgumentException("A job has 1 to " + MAX_STEPS + " steps.");
		}
		return this.name;
	}

}
