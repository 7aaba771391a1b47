/**
 * Checksums of texts: a task with children.
 */
@NullMarked
package io.github.taskhost.sample.checksums;

import org.jspecify.annotations.NullMarked;
