/**
 * Propagates thread-local context from the caller that starts work to the work: the
 * trace, optionally the user, and values of accessors that the application registers.
 */
@NullMarked
package io.github.taskhost.autoconfigure.context;

import org.jspecify.annotations.NullMarked;
