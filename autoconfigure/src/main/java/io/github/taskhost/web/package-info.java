/**
 * HTTP sessions as owners of tasks: an application injects
 * {@link io.github.taskhost.web.HttpTaskSessions}.
 */
@NullMarked
package io.github.taskhost.web;

import org.jspecify.annotations.NullMarked;
