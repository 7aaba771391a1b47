/**
 * Kinds of task that are methods of beans.
 */
@NullMarked
package io.github.taskhost.autoconfigure.kind;

import org.jspecify.annotations.NullMarked;
