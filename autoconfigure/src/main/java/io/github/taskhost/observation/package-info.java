/**
 * Observations of task executions: names, keys, events and conventions.
 */
@NullMarked
package io.github.taskhost.observation;

import org.jspecify.annotations.NullMarked;
