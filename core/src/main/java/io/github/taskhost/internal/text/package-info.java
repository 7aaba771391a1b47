/**
 * Internal: cleaning of texts that come from users. Not part of the API.
 */
@NullMarked
package io.github.taskhost.internal.text;

import org.jspecify.annotations.NullMarked;
