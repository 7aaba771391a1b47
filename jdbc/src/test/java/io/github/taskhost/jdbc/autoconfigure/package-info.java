/**
 * Tests of the auto-configuration, with real databases.
 */
@NullMarked
package io.github.taskhost.jdbc.autoconfigure;

import org.jspecify.annotations.NullMarked;
