/**
 * Rules of recurring schedules: pure functions without clock, thread and output.
 * Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.lifecycle.schedule;

import org.jspecify.annotations.NullMarked;
