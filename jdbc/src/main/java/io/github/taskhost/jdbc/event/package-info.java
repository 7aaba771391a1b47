/**
 * Room of the log of events: the events of other nodes, in order. Internal: not part of
 * the API.
 */
@NullMarked
package io.github.taskhost.jdbc.event;

import org.jspecify.annotations.NullMarked;
