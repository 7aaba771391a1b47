/**
 * Tests of the files in {@code monitoring}: the dashboard and the rules.
 */
@NullMarked
package io.github.taskhost.sample.monitoring;

import org.jspecify.annotations.NullMarked;
