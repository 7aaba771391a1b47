package io.github.taskhost.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * Options of cancellation ({@code taskhost.cancel}).
 *
 * @param gracePeriod the time between a cancel request and the interrupt of a body; 0 or
 * more
 * @param abandonAfter the time between that interrupt and the end of the record as
 * abandoned; 0 or more
 * @param escalate whether bodies are interrupted and abandoned at all
 * @param cascade the fates of a task that reach its live descendants; may be empty
 * @param ownerRetry the back-off of calls that tell the owner of reported work to end it
 */
public record CancelOptions(Duration gracePeriod, Duration abandonAfter, boolean escalate, Set<CascadeTrigger> cascade,
		OwnerRetry ownerRetry) {

	/**
	 * Checks the ranges.
	 * @throws InvalidTaskArgumentException if a duration is negative
	 */
	public CancelOptions {
		Ranges.notNegative("cancel.grace-period", gracePeriod);
		Ranges.notNegative("cancel.abandon-after", abandonAfter);
		cascade = Set.copyOf(cascade);
	}

	/**
	 * Creates options with the default back-off of calls to owners.
	 * @param gracePeriod the time between a cancel request and the interrupt of a body; 0
	 * or more
	 * @param abandonAfter the time between that interrupt and the end of the record as
	 * abandoned; 0 or more
	 * @param escalate whether bodies are interrupted and abandoned at all
	 * @param cascade whether cancellations and failures of a task reach its live
	 * descendants
	 * @throws InvalidTaskArgumentException if a duration is negative
	 */
	public CancelOptions(Duration gracePeriod, Duration abandonAfter, boolean escalate, boolean cascade) {
		this(gracePeriod, abandonAfter, escalate, cascade ? EnumSet.allOf(CascadeTrigger.class) : Set.of(),
				OwnerRetry.withDefaults());
	}

	/**
	 * Returns the default options.
	 * @return the options
	 */
	public static CancelOptions withDefaults() {
		return new CancelOptions(Duration.parse(TaskhostDefaults.CANCEL_GRACE_PERIOD),
				Duration.parse(TaskhostDefaults.CANCEL_ABANDON_AFTER),
				Boolean.parseBoolean(TaskhostDefaults.CANCEL_ESCALATE), triggers(TaskhostDefaults.CANCEL_CASCADE),
				OwnerRetry.withDefaults());
	}

	private static Set<CascadeTrigger> triggers(String names) {
		return Arrays.stream(names.split(",")).map(CascadeTrigger::valueOf).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * The back-off of calls that tell the owner of reported work to end it
	 * ({@code taskhost.cancel.owner-retry}). A call that failed or exceeded its timeout
	 * is repeated.
	 *
	 * @param initialDelay the delay after the first failed call; positive
	 * @param maxDelay the longest delay; the initial delay or more. Each delay is twice
	 * the one before, up to this
	 */
	public record OwnerRetry(Duration initialDelay, Duration maxDelay) {

		/**
		 * Checks the ranges.
		 * @throws InvalidTaskArgumentException if the initial delay is not positive, or
		 * the longest delay is shorter
		 */
		public OwnerRetry {
			Ranges.positive("cancel.owner-retry.initial-delay", initialDelay);
			Ranges.require(maxDelay.compareTo(initialDelay) >= 0, "cancel.owner-retry.max-delay", maxDelay,
					"the initial delay or more");
		}

		/**
		 * Returns the default back-off.
		 * @return the back-off
		 */
		public static OwnerRetry withDefaults() {
			return new OwnerRetry(Duration.parse(TaskhostDefaults.CANCEL_OWNER_RETRY_INITIAL_DELAY),
					Duration.parse(TaskhostDefaults.CANCEL_OWNER_RETRY_MAX_DELAY));
		}

	}

}
