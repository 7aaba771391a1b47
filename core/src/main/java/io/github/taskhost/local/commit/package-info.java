/**
 * Room of the one door: commits of inserts, changes and moves, admissions, counters,
 * lookups and retention. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.commit;

import org.jspecify.annotations.NullMarked;
