/**
 * A simple model of a host, and random sequences of operations that compare a host with
 * the model.
 */
@NullMarked
package io.github.taskhost.model;

import org.jspecify.annotations.NullMarked;
