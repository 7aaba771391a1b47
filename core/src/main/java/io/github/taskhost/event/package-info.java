/**
 * Events of tasks, the filters and subscriptions that receive them, and the wakes of
 * sessions.
 */
@NullMarked
package io.github.taskhost.event;

import org.jspecify.annotations.NullMarked;
