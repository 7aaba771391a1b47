/**
 * Tasks on the web: HTTP sessions as owners of tasks
 * ({@link io.github.taskhost.web.HttpTaskSessions}), problem details of the exceptions of
 * a host ({@link io.github.taskhost.web.TaskProblems}), and streams of events to browsers
 * ({@link io.github.taskhost.web.TaskEventStreams},
 * {@link io.github.taskhost.web.ReactiveTaskEventStreams}).
 */
@NullMarked
package io.github.taskhost.web;

import org.jspecify.annotations.NullMarked;
