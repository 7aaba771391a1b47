/**
 * The console: a live page for operators inside the application. The files of the page
 * are resources of this package.
 */
@NullMarked
package io.github.taskhost.console;

import org.jspecify.annotations.NullMarked;
