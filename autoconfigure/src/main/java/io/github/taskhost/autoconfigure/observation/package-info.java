/**
 * Observes task executions: spans, their events and links.
 */
@NullMarked
package io.github.taskhost.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
