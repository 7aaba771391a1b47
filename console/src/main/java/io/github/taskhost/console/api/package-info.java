/**
 * Answers of the console as data, without types of the web. Internal: not part of the
 * API.
 */
@NullMarked
package io.github.taskhost.console.api;

import org.jspecify.annotations.NullMarked;
