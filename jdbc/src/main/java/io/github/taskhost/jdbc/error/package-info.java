/**
 * The errors of the durable store.
 */
@NullMarked
package io.github.taskhost.jdbc.error;

import org.jspecify.annotations.NullMarked;
