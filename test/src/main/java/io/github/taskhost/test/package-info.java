/**
 * Test support for applications: a reset of the host between tests, and a clock and a
 * timer that a test drives.
 */
@NullMarked
package io.github.taskhost.test;

import org.jspecify.annotations.NullMarked;
