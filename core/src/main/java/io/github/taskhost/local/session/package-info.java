/**
 * Room of sessions: their counts, their hidden work, and their wakes. Internal: not part
 * of the API.
 */
@NullMarked
package io.github.taskhost.local.session;

import org.jspecify.annotations.NullMarked;
