/**
 * Values that describe a task: its record, registration, states, policies and products.
 */
@NullMarked
package io.github.taskhost.task;

import org.jspecify.annotations.NullMarked;
