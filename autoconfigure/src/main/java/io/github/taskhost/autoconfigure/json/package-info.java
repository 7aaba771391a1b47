/**
 * The JSON of tasks and events, and of what bodies return.
 */
@NullMarked
package io.github.taskhost.autoconfigure.json;

import org.jspecify.annotations.NullMarked;
