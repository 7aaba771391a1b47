package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * How sessions close.
 *
 * @param transferFallback what becomes of a task that should move when there is no
 * successor or it refuses: {@link ClosePolicy#CANCEL} or {@link ClosePolicy#KEEP}
 * @param hiddenTimeout how long hidden work is awaited before it is interrupted
 */
public record CloseOptions(ClosePolicy transferFallback, Duration hiddenTimeout) {

	/**
	 * Checks the fallback and the time.
	 * @throws InvalidTaskArgumentException if the fallback is
	 * {@link ClosePolicy#TRANSFER} or the time negative
	 */
	public CloseOptions {
		Ranges.require(transferFallback != ClosePolicy.TRANSFER, "close.transfer-fallback", transferFallback,
				"CANCEL or KEEP");
		Ranges.notNegative("close.hidden-timeout", hiddenTimeout);
	}

	/**
	 * The defaults.
	 * @return options
	 */
	public static CloseOptions withDefaults() {
		return new CloseOptions(ClosePolicy.valueOf(TaskhostDefaults.CLOSE_TRANSFER_FALLBACK),
				Duration.parse(TaskhostDefaults.CLOSE_HIDDEN_TIMEOUT));
	}

}
