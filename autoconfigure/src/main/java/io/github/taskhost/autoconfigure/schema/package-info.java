/**
 * JSON Schema checks of answers.
 */
@NullMarked
package io.github.taskhost.autoconfigure.schema;

import org.jspecify.annotations.NullMarked;
