/**
 * Kinds of work that an application defines, with executors, handlers or annotated
 * methods, and their options. Uses the root package and the packages {@code spi},
 * {@code message}, {@code task} and {@code error}.
 */
@NullMarked
package io.github.taskhost.kind;

import org.jspecify.annotations.NullMarked;
