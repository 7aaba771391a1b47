/**
 * A small service that runs its background work with the Taskhost starter.
 */
@NullMarked
package io.github.taskhost.sample;

import org.jspecify.annotations.NullMarked;
