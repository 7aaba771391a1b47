/**
 * Internal: rules for ids and names. Uses only {@code internal.text} and {@code error}.
 */
@NullMarked
package io.github.taskhost.internal.name;

import org.jspecify.annotations.NullMarked;
