/**
 * Room of the host: start and stop, starts of tasks, submissions, adoption, transfers,
 * closing of sessions, hidden work and waits. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.host;

import org.jspecify.annotations.NullMarked;
