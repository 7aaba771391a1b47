/**
 * The database, its tables and their checks at start-up.
 */
@NullMarked
package io.github.taskhost.jdbc.schema;

import org.jspecify.annotations.NullMarked;
