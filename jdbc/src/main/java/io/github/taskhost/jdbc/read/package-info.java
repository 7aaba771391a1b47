/**
 * The reads of tasks and of their details.
 */
@NullMarked
package io.github.taskhost.jdbc.read;

import org.jspecify.annotations.NullMarked;
