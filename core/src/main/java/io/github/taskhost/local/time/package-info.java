/**
 * Room of time: the platform timer, helper threads, alarms, and ids that increase with
 * time. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.time;

import org.jspecify.annotations.NullMarked;
