/**
 * The public API of Taskhost: background tasks that have an owner, an identity, an honest
 * lifecycle and policies for cancellation and closing.
 *
 * <p>
 * Start at {@link io.github.taskhost.BackgroundTaskHost}; most code needs only
 * {@link io.github.taskhost.TaskSession}.
 */
@NullMarked
package io.github.taskhost;

import org.jspecify.annotations.NullMarked;
