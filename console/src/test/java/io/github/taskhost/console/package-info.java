/**
 * Tests of the files of the console, and a server with invented tasks for its tests in a
 * browser.
 */
@NullMarked
package io.github.taskhost.console;

import org.jspecify.annotations.NullMarked;
