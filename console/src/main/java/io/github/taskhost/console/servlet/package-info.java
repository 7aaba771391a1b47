/**
 * The console in a servlet application. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.console.servlet;

import org.jspecify.annotations.NullMarked;
