/**
 * Room of kinds: their options and definitions, and the slots of limited kinds. Internal:
 * not part of the API.
 */
@NullMarked
package io.github.taskhost.local.kind;

import org.jspecify.annotations.NullMarked;
