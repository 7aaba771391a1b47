/**
 * Monitors of URLs on this machine.
 */
@NullMarked
package io.github.taskhost.sample.monitors;

import org.jspecify.annotations.NullMarked;
