/**
 * The API that applications use: the host and its operations, sessions, handles, bodies
 * and reports. Start at {@link io.github.taskhost.BackgroundTaskHost}; most code needs
 * only {@link io.github.taskhost.TaskSession}. Uses the packages {@code event},
 * {@code message}, {@code spi}, {@code task} and {@code error}.
 */
@NullMarked
package io.github.taskhost;

import org.jspecify.annotations.NullMarked;
