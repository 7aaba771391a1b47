/**
 * Access to the console: users, clients, and the rules about them. Internal: not part of
 * the API.
 */
@NullMarked
package io.github.taskhost.console.access;

import org.jspecify.annotations.NullMarked;
