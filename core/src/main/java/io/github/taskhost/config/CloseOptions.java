package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * Options of closing a session ({@code taskhost.close}).
 *
 * @param transferFallback the policy of a task that cannot be transferred, because there
 * is no successor or the successor refuses it: {@link ClosePolicy#CANCEL} or
 * {@link ClosePolicy#KEEP}
 * @param hiddenTimeout the time for which hidden work is awaited before it is
 * interrupted; 0 or more
 */
public record CloseOptions(ClosePolicy transferFallback, Duration hiddenTimeout) {

	/**
	 * Checks the ranges.
	 * @throws InvalidTaskArgumentException if the fallback is
	 * {@link ClosePolicy#TRANSFER} or the duration is negative
	 */
	public CloseOptions {
		Ranges.require(transferFallback != ClosePolicy.TRANSFER, "close.transfer-fallback", transferFallback,
				"CANCEL or KEEP");
		Ranges.notNegative("close.hidden-timeout", hiddenTimeout);
	}

	/**
	 * Returns the default options.
	 * @return the options
	 */
	public static CloseOptions withDefaults() {
		return new CloseOptions(ClosePolicy.valueOf(TaskhostDefaults.CLOSE_TRANSFER_FALLBACK),
				Duration.parse(TaskhostDefaults.CLOSE_HIDDEN_TIMEOUT));
	}

}
