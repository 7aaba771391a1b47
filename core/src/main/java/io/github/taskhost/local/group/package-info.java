/**
 * Room of tasks that wait for the ends of others. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.group;

import org.jspecify.annotations.NullMarked;
