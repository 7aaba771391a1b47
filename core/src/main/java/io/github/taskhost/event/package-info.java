/**
 * Events of tasks, the listeners, filters and subscriptions that receive them, and the
 * wakes of sessions. Uses the packages {@code message}, {@code task} and {@code error}.
 */
@NullMarked
package io.github.taskhost.event;

import org.jspecify.annotations.NullMarked;
