/**
 * Example tasks that start with the application.
 */
@NullMarked
package io.github.taskhost.sample.demo;

import org.jspecify.annotations.NullMarked;
