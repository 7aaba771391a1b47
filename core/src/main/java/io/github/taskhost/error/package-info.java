/**
 * The exceptions of a host, all unchecked and under
 * {@link io.github.taskhost.error.BackgroundTaskException}, and the reasons of a refusal.
 * Uses no other API package.
 */
@NullMarked
package io.github.taskhost.error;

import org.jspecify.annotations.NullMarked;
