/**
 * The statements, and the transaction of a batch.
 */
@NullMarked
package io.github.taskhost.jdbc.sql;

import org.jspecify.annotations.NullMarked;
