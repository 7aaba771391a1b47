/**
 * Recurring schedules of tasks: their due times, options and records. Uses the packages
 * {@code task} and {@code error}.
 */
@NullMarked
package io.github.taskhost.schedule;

import org.jspecify.annotations.NullMarked;
