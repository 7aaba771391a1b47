/**
 * What tests of Taskhost share: the contract that every host passes, and a clock and a
 * timer that a test drives.
 */
@NullMarked
package io.github.taskhost.testkit;

import org.jspecify.annotations.NullMarked;
