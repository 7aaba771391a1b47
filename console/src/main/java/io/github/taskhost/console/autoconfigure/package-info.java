/**
 * Auto-configuration of the console. Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.console.autoconfigure;

import org.jspecify.annotations.NullMarked;
