/**
 * Benchmarks of durable tasks on PostgreSQL, beside other libraries on the same server.
 */
@NullMarked
package io.github.taskhost.benchmarks.durable;

import org.jspecify.annotations.NullMarked;
