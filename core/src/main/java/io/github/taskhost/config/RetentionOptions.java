package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * How long terminal records are kept. Whichever bound is met first removes the record
 * that ended first.
 *
 * @param maxAge for how long
 * @param maxRecords how many
 */
public record RetentionOptions(Duration maxAge, int maxRecords) {

	/**
	 * Checks the bounds.
	 * @throws InvalidTaskArgumentException if one is negative
	 */
	public RetentionOptions {
		Ranges.notNegative("retention.max-age", maxAge);
		Ranges.notNegative("retention.max-records", maxRecords);
	}

	/**
	 * The defaults.
	 * @return options
	 */
	public static RetentionOptions withDefaults() {
		return new RetentionOptions(Duration.parse(TaskhostDefaults.RETENTION_MAX_AGE),
				Integer.parseInt(TaskhostDefaults.RETENTION_MAX_RECORDS));
	}

}
