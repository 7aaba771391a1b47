package io.github.taskhost.task;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a task in units.
 *
 * @param current the number of units done, at least 0
 * @param total the number of units in total, or {@code null} if unknown
 * @param unit the unit, such as {@code rows}, or {@code null}; at most 128 characters
 */
public record Progress(long current, @Nullable Long total, @Nullable String unit) {

	/**
	 * Checks the numbers, and cleans and bounds the unit.
	 * @throws InvalidTaskArgumentException if a number is negative
	 */
	public Progress {
		if (current < 0 || total != null && total < 0) {
			throw new InvalidTaskArgumentException(
					"Progress " + current + " of " + total + " is not valid: use 0 or more for each number.");
		}
		unit = Texts.cleanOrNull(unit, Texts.NAME);
	}

	/**
	 * Returns progress towards a known total.
	 * @param current the number of units done
	 * @param total the number of units in total
	 * @param unit the unit
	 * @return the progress
	 * @throws InvalidTaskArgumentException if a number is negative
	 */
	public static Progress of(long current, long total, String unit) {
		return new Progress(current, total, unit);
	}

	/**
	 * Returns progress without a known total.
	 * @param current the number of units done
	 * @param unit the unit
	 * @return the progress
	 * @throws InvalidTaskArgumentException if the number is negative
	 */
	public static Progress of(long current, String unit) {
		return new Progress(current, null, unit);
	}

}
