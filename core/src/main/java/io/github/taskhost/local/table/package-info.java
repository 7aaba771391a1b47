/**
 * Where records are kept: what a store promises, and the one in memory.
 */
@NullMarked
package io.github.taskhost.local.table;

import org.jspecify.annotations.NullMarked;
