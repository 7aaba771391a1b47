/**
 * Room of looks: the details and the history of a task, and pages of sessions. It changes
 * nothing but the kept histories. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.inspect;

import org.jspecify.annotations.NullMarked;
