/**
 * Room of the table: the records of the tasks of this process, their indexes, and atomic
 * moves. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.table;

import org.jspecify.annotations.NullMarked;
