/**
 * The health of the host.
 */
@NullMarked
package io.github.taskhost.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
