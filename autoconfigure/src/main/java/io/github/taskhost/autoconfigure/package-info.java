/**
 * What turns an application into one that hosts background tasks: the properties, the
 * host itself, its events as application events, and its shutdown in two stages.
 */
@NullMarked
package io.github.taskhost.autoconfigure;

import org.jspecify.annotations.NullMarked;
