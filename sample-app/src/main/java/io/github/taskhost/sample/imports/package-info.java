/**
 * Imports of CSV files into the database.
 */
@NullMarked
package io.github.taskhost.sample.imports;

import org.jspecify.annotations.NullMarked;
