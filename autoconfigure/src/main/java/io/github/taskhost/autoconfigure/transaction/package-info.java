/**
 * Start of tasks after the commit of the surrounding Spring transaction.
 */
@NullMarked
package io.github.taskhost.autoconfigure.transaction;

import org.jspecify.annotations.NullMarked;
