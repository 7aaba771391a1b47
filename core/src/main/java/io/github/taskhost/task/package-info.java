/**
 * The data of a task: its record, registration, state, policies, attempts, questions,
 * results and links. Values are immutable and thread-safe. Uses only the package
 * {@code error}.
 */
@NullMarked
package io.github.taskhost.task;

import org.jspecify.annotations.NullMarked;
