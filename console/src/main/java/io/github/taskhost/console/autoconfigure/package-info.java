/**
 * Auto-configuration of the console.
 */
@NullMarked
package io.github.taskhost.console.autoconfigure;

import org.jspecify.annotations.NullMarked;
