/**
 * Room of bodies: attempts and their starts, timeouts, heartbeats, cancellation, context
 * propagation, joins, and the reporter and context of a task. Internal: not part of the
 * API.
 */
@NullMarked
package io.github.taskhost.local.body;

import org.jspecify.annotations.NullMarked;
