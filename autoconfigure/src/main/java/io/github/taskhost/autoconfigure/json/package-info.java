/**
 * JSON views of records, events, registrations and messages.
 */
@NullMarked
package io.github.taskhost.autoconfigure.json;

import org.jspecify.annotations.NullMarked;
