/**
 * Room of handles: the handles of tasks and their results. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.handle;

import org.jspecify.annotations.NullMarked;
