/**
 * Bodies that return reactive types.
 */
@NullMarked
package io.github.taskhost.autoconfigure.reactive;

import org.jspecify.annotations.NullMarked;
