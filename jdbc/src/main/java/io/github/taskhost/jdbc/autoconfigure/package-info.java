/**
 * Auto-configuration of durable tasks.
 */
@NullMarked
package io.github.taskhost.jdbc.autoconfigure;

import org.jspecify.annotations.NullMarked;
