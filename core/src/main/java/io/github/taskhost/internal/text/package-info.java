/**
 * Internal: bounds and cleaning of texts from users. Uses no other package.
 */
@NullMarked
package io.github.taskhost.internal.text;

import org.jspecify.annotations.NullMarked;
