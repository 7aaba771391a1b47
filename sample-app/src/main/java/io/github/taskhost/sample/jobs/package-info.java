/**
 * A small HTTP job service in the role of a remote system. Does not use Taskhost.
 */
@NullMarked
package io.github.taskhost.sample.jobs;

import org.jspecify.annotations.NullMarked;
