/**
 * Callers of the host, known from Spring Security.
 */
@NullMarked
package io.github.taskhost.autoconfigure.security;

import org.jspecify.annotations.NullMarked;
