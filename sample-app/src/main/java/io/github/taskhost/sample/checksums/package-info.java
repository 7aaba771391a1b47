/**
 * Checksums of texts: a kind whose tasks start child tasks.
 */
@NullMarked
package io.github.taskhost.sample.checksums;

import org.jspecify.annotations.NullMarked;
