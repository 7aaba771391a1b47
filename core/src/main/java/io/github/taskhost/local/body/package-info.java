/**
 * Room of bodies: attempts and their starts, timeouts, heartbeats, cancellation, context
 * propagation, and the reporter, context and handle of a task. Internal: not part of the
 * API.
 */
@NullMarked
package io.github.taskhost.local.body;

import org.jspecify.annotations.NullMarked;
