/**
 * Contract suites about the life of a task: identity, states, ends, retries, start
 * delays, heartbeats, transactions, limits and waits.
 */
@NullMarked
package io.github.taskhost.test.contract.lifecycle;

import org.jspecify.annotations.NullMarked;
