/**
 * The host of one process: {@link io.github.taskhost.local.LocalBackgroundTaskHost}, its
 * builder, and the composition root that joins the rooms below. Only the host and its
 * builder are part of the API.
 */
@NullMarked
package io.github.taskhost.local;

import org.jspecify.annotations.NullMarked;
