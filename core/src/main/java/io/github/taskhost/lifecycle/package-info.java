/**
 * The only place that decides what may become of a task. Pure functions: records, a
 * command and a time go in, the next record and its events come out, or a refusal with
 * its reason. No clock, thread, lock or input/output in here.
 */
@NullMarked
package io.github.taskhost.lifecycle;

import org.jspecify.annotations.NullMarked;
