/**
 * A small service whose background work has a home.
 */
@NullMarked
package io.github.taskhost.sample;

import org.jspecify.annotations.NullMarked;
