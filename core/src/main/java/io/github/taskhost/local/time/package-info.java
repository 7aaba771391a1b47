/**
 * Room of time: the platform timer, the threads of the host, alarms, and UUIDs that
 * increase with time. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.time;

import org.jspecify.annotations.NullMarked;
