/**
 * Contract suites about events: their order and delivery, and listeners that fail.
 */
@NullMarked
package io.github.taskhost.test.contract.event;

import org.jspecify.annotations.NullMarked;
