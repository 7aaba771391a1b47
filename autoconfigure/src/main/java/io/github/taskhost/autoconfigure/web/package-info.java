/**
 * Wiring of HTTP sessions as owners of tasks.
 */
@NullMarked
package io.github.taskhost.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
