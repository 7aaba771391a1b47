/**
 * The room of recovery: takes over tasks that another process, or an earlier start of
 * this one, has left in the journal.
 */
@NullMarked
package io.github.taskhost.local.recovery;

import org.jspecify.annotations.NullMarked;
