/**
 * Payload codec: inputs, answers and results as JSON.
 */
@NullMarked
package io.github.taskhost.autoconfigure.codec;

import org.jspecify.annotations.NullMarked;
