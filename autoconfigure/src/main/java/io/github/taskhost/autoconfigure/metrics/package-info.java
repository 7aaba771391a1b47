/**
 * The meters of Taskhost.
 */
@NullMarked
package io.github.taskhost.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
