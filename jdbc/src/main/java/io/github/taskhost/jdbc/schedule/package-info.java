/**
 * Room of recurring schedules: their rows, the transactions that change them, and the
 * looks at those that are due. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.jdbc.schedule;

import org.jspecify.annotations.NullMarked;
