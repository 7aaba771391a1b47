/**
 * The rows of the tables as values, and the text of records and payloads in them.
 */
@NullMarked
package io.github.taskhost.jdbc.row;

import org.jspecify.annotations.NullMarked;
