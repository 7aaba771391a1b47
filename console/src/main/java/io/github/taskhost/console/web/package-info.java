/**
 * Requests and answers of the console, for servlet and reactive applications alike.
 * Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.console.web;

import org.jspecify.annotations.NullMarked;
