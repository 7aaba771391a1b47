/**
 * The application that the crash tests start, kill, freeze and cut off from its database.
 */
@NullMarked
package io.github.taskhost.crash.worker;

import org.jspecify.annotations.NullMarked;
