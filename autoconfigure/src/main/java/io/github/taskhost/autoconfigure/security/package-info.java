/**
 * Who calls the host, by Spring Security.
 */
@NullMarked
package io.github.taskhost.autoconfigure.security;

import org.jspecify.annotations.NullMarked;
