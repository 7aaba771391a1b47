/**
 * Options of a host.
 */
@NullMarked
package io.github.taskhost.config;

import org.jspecify.annotations.NullMarked;
