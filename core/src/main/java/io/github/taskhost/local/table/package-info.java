/**
 * Room of the table: the records of the tasks of this process, with their indexes.
 * Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.table;

import org.jspecify.annotations.NullMarked;
