/**
 * Recurring schedules: cron expressions by Spring. Internal.
 */
@NullMarked
package io.github.taskhost.autoconfigure.schedule;

import org.jspecify.annotations.NullMarked;
