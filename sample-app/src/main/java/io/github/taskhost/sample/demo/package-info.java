/**
 * What the application does by itself when it starts.
 */
@NullMarked
package io.github.taskhost.sample.demo;

import org.jspecify.annotations.NullMarked;
