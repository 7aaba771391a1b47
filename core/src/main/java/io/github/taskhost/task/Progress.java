package io.github.taskhost.task;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * How far a task is.
 *
 * @param current the units done, at least 0
 * @param total the units in all, or {@code null} when unknown
 * @param unit what is counted, such as {@code rows}, or {@code null}; at most 128
 * characters
 */
public record Progress(long current, @Nullable Long total, @Nullable String unit) {

	/**
	 * Checks the numbers and bounds the unit.
	 * @throws InvalidTaskArgumentException if a number is negative
	 */
	public Progress {
		if (current < 0 || total != null && total < 0) {
			throw new InvalidTaskArgumentException(
					"Progress " + current + " of " + total + " is not valid: use numbers from 0.");
		}
		unit = Texts.cleanOrNull(unit, Texts.NAME);
	}

	/**
	 * Progress towards a known total.
	 * @param current the units done
	 * @param total the units in all
	 * @param unit what is counted
	 * @return the progress
	 */
	public static Progress of(long current, long total, String unit) {
		return new Progress(current, total, unit);
	}

	/**
	 * Progress whose total is not known.
	 * @param current the units done
	 * @param unit what is counted
	 * @return the progress
	 */
	public static Progress of(long current, String unit) {
		return new Progress(current, null, unit);
	}

}
