/**
 * The application as its clients see it.
 */
@NullMarked
package io.github.taskhost.sample;

import org.jspecify.annotations.NullMarked;
