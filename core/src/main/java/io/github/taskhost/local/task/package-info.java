/**
 * Room of the task: its entry, its work, its mailbox, its output, its event flow, and the
 * changes that the host acts on. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.task;

import org.jspecify.annotations.NullMarked;
