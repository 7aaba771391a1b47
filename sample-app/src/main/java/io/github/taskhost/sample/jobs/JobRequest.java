package io.github.taskhost.sample.jobs;

import org.jspecify.annotations.Nullable;

/**
 * A request to start a job.
 *
 * @param name the name
 * @param steps the number of steps
 */
record JobRequest(@Nullable String name, int steps) {

	private static final int MAX_NAME = 128;

	private static final int MAX_STEPS = 100_000;

	String requireValid() {
		if (this.name == null || this.name.isBlank() || this.name.length() > MAX_NAME) {
			throw new IllegalArgumentException(
					"'name' is missing or too long. Set a name of at most " + MAX_NAME + " characters.");
		}
		if (this.steps < 1 || this.steps > MAX_STEPS) {
			throw new IllegalArgumentException("'steps' is " + this.steps + ". Use 1 to " + MAX_STEPS + ".");
		}
		return this.name;
	}

}
