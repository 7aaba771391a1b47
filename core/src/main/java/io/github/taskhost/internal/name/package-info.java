/**
 * Internal: rules for ids and names. Not part of the API.
 */
@NullMarked
package io.github.taskhost.internal.name;

import org.jspecify.annotations.NullMarked;
