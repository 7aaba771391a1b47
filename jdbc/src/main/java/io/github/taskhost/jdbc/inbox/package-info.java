/**
 * The notices of other nodes about the tasks of this one.
 */
@NullMarked
package io.github.taskhost.jdbc.inbox;

import org.jspecify.annotations.NullMarked;
