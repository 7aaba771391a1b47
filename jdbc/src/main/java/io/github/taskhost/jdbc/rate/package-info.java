/**
 * Rate limits that all nodes count together.
 */
@NullMarked
package io.github.taskhost.jdbc.rate;

import org.jspecify.annotations.NullMarked;
