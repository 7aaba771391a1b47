/**
 * Names of the properties below {@code taskhost.}: refuses unknown ones, and reads kinds
 * with dashes from environment variables.
 */
@NullMarked
package io.github.taskhost.autoconfigure.property;

import org.jspecify.annotations.NullMarked;
