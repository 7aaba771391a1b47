/**
 * Room of events: delivery in order to listeners and subscriptions. Internal: not part of
 * the API.
 */
@NullMarked
package io.github.taskhost.local.event;

import org.jspecify.annotations.NullMarked;
