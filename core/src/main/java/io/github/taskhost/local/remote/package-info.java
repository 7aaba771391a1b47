/**
 * Room of other hosts: the waits of this host for tasks that another one has, and the
 * questions about their work. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.local.remote;

import org.jspecify.annotations.NullMarked;
