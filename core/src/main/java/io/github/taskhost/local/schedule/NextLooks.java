package io.github.taskhost.local.schedule;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The time of the next look at any schedule, and its alarm.
 */
interface NextLooks {

	/** The time of the first look as far as is known, or {@code null}. */
	@Nullable Instant first();

	/** Sets the alarm, which a stop of the host may have dropped. */
	void wake();

	/** Notes the time of a look that the store knows of. */
	void note(@Nullable Instant look);

}
