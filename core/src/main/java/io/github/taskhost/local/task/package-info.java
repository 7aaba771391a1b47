/**
 * Room of tasks: entry, work, mailbox, output and event flow of a task, and the changes
 * that the parts of the host act on. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.task;

import org.jspecify.annotations.NullMarked;
