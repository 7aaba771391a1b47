/**
 * Tests of the application through its HTTP API.
 */
@NullMarked
package io.github.taskhost.sample;

import org.jspecify.annotations.NullMarked;
