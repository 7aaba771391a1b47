/**
 * What surrounds who starts work is around the work: its trace, its user when that is
 * wished, and what the application registers.
 */
@NullMarked
package io.github.taskhost.autoconfigure.context;

import org.jspecify.annotations.NullMarked;
