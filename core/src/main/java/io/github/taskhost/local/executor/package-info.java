/**
 * Room of executors: drivers of reported work, their calls in turn, and polling.
 * Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.executor;

import org.jspecify.annotations.NullMarked;
