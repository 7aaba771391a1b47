package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * Options of the retention of terminal records ({@code taskhost.retention}). When either
 * bound is exceeded, the record of the task that ended first is removed.
 *
 * @param maxAge the time since the end of the task; 0 or more
 * @param maxRecords the maximum number of terminal records; 0 or more
 */
public record RetentionOptions(Duration maxAge, int maxRecords) {

	/**
	 * Checks the ranges.
	 * @throws InvalidTaskArgumentException if a value is negative
	 */
	public RetentionOptions {
		Ranges.notNegative("retention.max-age", maxAge);
		Ranges.notNegative("retention.max-records", maxRecords);
	}

	/**
	 * Returns the default options.
	 * @return the options
	 */
	public static RetentionOptions withDefaults() {
		return new RetentionOptions(Duration.parse(TaskhostDefaults.RETENTION_MAX_AGE),
				Integer.parseInt(TaskhostDefaults.RETENTION_MAX_RECORDS));
	}

}
