/**
 * What the endpoint {@code info} says about the host.
 */
@NullMarked
package io.github.taskhost.autoconfigure.info;

import org.jspecify.annotations.NullMarked;
