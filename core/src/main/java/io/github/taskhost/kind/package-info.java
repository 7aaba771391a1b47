/**
 * Kinds of work that the application defines: executors, handlers, annotated methods, and
 * the options of a kind.
 */
@NullMarked
package io.github.taskhost.kind;

import org.jspecify.annotations.NullMarked;
