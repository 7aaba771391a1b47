/**
 * Limits on the rate of starts, by Bucket4j.
 */
@NullMarked
package io.github.taskhost.autoconfigure.rate;

import org.jspecify.annotations.NullMarked;
