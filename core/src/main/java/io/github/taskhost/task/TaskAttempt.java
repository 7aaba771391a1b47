package io.github.taskhost.task;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An earlier attempt of a task, which was followed by another one.
 *
 * @param number the number of the attempt, from 1
 * @param workerId the host instance that executed it, or {@code null} if none did
 * @param startedAt the time at which it began to run, or {@code null} if it never did
 * @param endedAt the time at which the next attempt was decided
 * @param failure the failure of the attempt, or {@code null} if a re-attach ended it
 */
public record TaskAttempt(int number, @Nullable String workerId, @Nullable Instant startedAt, Instant endedAt,
		@Nullable TaskFailure failure) {
}
