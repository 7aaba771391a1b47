package io.github.taskhost.task;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An attempt that is over and was followed by another.
 *
 * @param number which attempt, from 1
 * @param workerId the host instance that executed it, or {@code null} when none did
 * @param startedAt when it began to run, or {@code null} when it never did
 * @param endedAt when the next attempt was decided
 * @param failure why it failed, or {@code null} when its work was taken up again by a
 * re-attach
 */
public record TaskAttempt(int number, @Nullable String workerId, @Nullable Instant startedAt, Instant endedAt,
		@Nullable TaskFailure failure) {
}
