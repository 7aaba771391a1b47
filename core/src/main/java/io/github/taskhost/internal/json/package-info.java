/**
 * Internal: JSON mappers that do not know the types of the API. Uses no other package.
 */
@NullMarked
package io.github.taskhost.internal.json;

import org.jspecify.annotations.NullMarked;
