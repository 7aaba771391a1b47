/**
 * Exceptions of the host. All are unchecked and extend
 * {@link io.github.taskhost.error.BackgroundTaskException}.
 */
@NullMarked
package io.github.taskhost.error;

import org.jspecify.annotations.NullMarked;
