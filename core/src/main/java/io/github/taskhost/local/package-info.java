/**
 * The host that runs bodies on threads of this process. The shell around the rules:
 * threads, cancellation, delivery of events, sessions, shutdown.
 */
@NullMarked
package io.github.taskhost.local;

import org.jspecify.annotations.NullMarked;
