/**
 * Room of recurring schedules: their operations, the decisions at their due times, and
 * the alarm of the next one. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.schedule;

import org.jspecify.annotations.NullMarked;
