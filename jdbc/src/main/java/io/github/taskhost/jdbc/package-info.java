/**
 * The durable store of the tasks of a host on a database: PostgreSQL, or H2 for a single
 * node. {@link io.github.taskhost.jdbc.JdbcTaskJournal} is its entry.
 */
@NullMarked
package io.github.taskhost.jdbc;

import org.jspecify.annotations.NullMarked;
