/**
 * The journal: a line of log for each event.
 */
@NullMarked
package io.github.taskhost.autoconfigure.journal;

import org.jspecify.annotations.NullMarked;
