/**
 * Tasks and sessions over HTTP, for every kind of work.
 */
@NullMarked
package io.github.taskhost.sample.web;

import org.jspecify.annotations.NullMarked;
