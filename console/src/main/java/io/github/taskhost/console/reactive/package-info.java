/**
 * The console in a reactive application. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.console.reactive;

import org.jspecify.annotations.NullMarked;
