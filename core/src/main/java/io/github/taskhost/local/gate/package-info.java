/**
 * Room of the gate: the interrupts of a body that is inside the host, and its
 * cancellation signal. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.gate;

import org.jspecify.annotations.NullMarked;
