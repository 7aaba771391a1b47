/**
 * The meters of the host.
 */
@NullMarked
package io.github.taskhost.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
