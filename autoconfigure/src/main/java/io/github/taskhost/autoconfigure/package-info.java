/**
 * Auto-configuration of the host: its properties, its events as application events, and
 * its graceful shutdown.
 */
@NullMarked
package io.github.taskhost.autoconfigure;

import org.jspecify.annotations.NullMarked;
