/**
 * Test annotations for Spring Boot: a slice with the host alone, and a settable time for
 * other tests.
 */
@NullMarked
package io.github.taskhost.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
