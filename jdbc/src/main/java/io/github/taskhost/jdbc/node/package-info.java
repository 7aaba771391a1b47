/**
 * The row of this node and its lease.
 */
@NullMarked
package io.github.taskhost.jdbc.node;

import org.jspecify.annotations.NullMarked;
