/**
 * Extension points of a host: JSON codec, schema validator, callers, transactions,
 * context propagation, metrics and timer. Uses the packages {@code message},
 * {@code schedule}, {@code task} and {@code error}.
 */
@NullMarked
package io.github.taskhost.spi;

import org.jspecify.annotations.NullMarked;
