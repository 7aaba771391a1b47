/**
 * Tests for the remedies in docs/pitfalls.md.
 */
@NullMarked
package io.github.taskhost.autoconfigure.pitfall;

import org.jspecify.annotations.NullMarked;
