/**
 * Rules of tasks that wait for the ends of others, without state, clock or thread.
 * Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.lifecycle.group;

import org.jspecify.annotations.NullMarked;
