/**
 * Extension points of a host: codecs, schemas, callers, transactions, context
 * propagation, metrics and timers.
 */
@NullMarked
package io.github.taskhost.spi;

import org.jspecify.annotations.NullMarked;
