/**
 * A storm of all operations of a host, from many threads, and the checks of the host
 * afterwards.
 */
@NullMarked
package io.github.taskhost.chaos;

import org.jspecify.annotations.NullMarked;
