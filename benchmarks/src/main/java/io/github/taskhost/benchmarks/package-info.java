/**
 * Benchmarks of the host. Each part is a {@code main} that prints a table in Markdown;
 * {@code benchmarks/run} builds and starts them.
 */
@NullMarked
package io.github.taskhost.benchmarks;

import org.jspecify.annotations.NullMarked;
