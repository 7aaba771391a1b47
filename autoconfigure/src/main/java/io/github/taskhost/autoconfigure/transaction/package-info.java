/**
 * Work that starts after the commit of the Spring transaction that it is asked for in.
 */
@NullMarked
package io.github.taskhost.autoconfigure.transaction;

import org.jspecify.annotations.NullMarked;
