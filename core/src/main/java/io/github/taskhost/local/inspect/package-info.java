/**
 * Room of looks: the details and the history of a task, pages of sessions, and the
 * statistics. It changes nothing but the kept histories. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.inspect;

import org.jspecify.annotations.NullMarked;
