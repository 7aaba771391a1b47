/**
 * Monitors of URLs on this machine, as schedules.
 */
@NullMarked
package io.github.taskhost.sample.monitors;

import org.jspecify.annotations.NullMarked;
