/**
 * Room of commits: inserts, changes and moves, with admissions, counters, lookups and
 * retention. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.commit;

import org.jspecify.annotations.NullMarked;
