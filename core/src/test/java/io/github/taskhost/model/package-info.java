/**
 * A simple model of a host, and random sequences of operations that compare it with one.
 */
@NullMarked
package io.github.taskhost.model;

import org.jspecify.annotations.NullMarked;
