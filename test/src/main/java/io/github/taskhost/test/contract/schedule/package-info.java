/**
 * Contract suites about recurring schedules.
 */
@NullMarked
package io.github.taskhost.test.contract.schedule;

import org.jspecify.annotations.NullMarked;
