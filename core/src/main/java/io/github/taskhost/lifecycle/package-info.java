/**
 * The rules of the lifecycle of a task, as pure functions: they map a record, a command
 * and a time to the next record with its events and outcome, or to a refusal. No class
 * here uses a clock, a thread, a lock or input/output, and no other package decides about
 * tasks.
 */
@NullMarked
package io.github.taskhost.lifecycle;

import org.jspecify.annotations.NullMarked;
