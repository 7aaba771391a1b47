/**
 * Messages to and from tasks, answers to their questions, and their output. Uses the
 * packages {@code task} and {@code error}.
 */
@NullMarked
package io.github.taskhost.message;

import org.jspecify.annotations.NullMarked;
