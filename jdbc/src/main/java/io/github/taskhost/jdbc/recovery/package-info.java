/**
 * The takeover of the tasks of dead nodes, and the retention.
 */
@NullMarked
package io.github.taskhost.jdbc.recovery;

import org.jspecify.annotations.NullMarked;
