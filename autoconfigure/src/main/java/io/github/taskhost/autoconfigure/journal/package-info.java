/**
 * The journal: one log line for each event.
 */
@NullMarked
package io.github.taskhost.autoconfigure.journal;

import org.jspecify.annotations.NullMarked;
