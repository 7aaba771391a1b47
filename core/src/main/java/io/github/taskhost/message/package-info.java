/**
 * Messages to and from tasks, answers to their questions, and their output.
 */
@NullMarked
package io.github.taskhost.message;

import org.jspecify.annotations.NullMarked;
