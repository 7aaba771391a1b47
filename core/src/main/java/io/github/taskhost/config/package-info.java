/**
 * The options of a host, with their ranges and defaults. Immutable values. Uses the
 * packages {@code kind}, {@code task} and {@code error}.
 */
@NullMarked
package io.github.taskhost.config;

import org.jspecify.annotations.NullMarked;
