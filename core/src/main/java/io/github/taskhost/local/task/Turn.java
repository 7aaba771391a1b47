package io.github.taskhost.local.task;

import org.jspecify.annotations.Nullable;

/**
 * Work under the lock of a mailbox.
 *
 * @param <T> the type of its result
 * @param <E> the type of its exception
 */
@FunctionalInterface
public interface Turn<T extends @Nullable Object, E extends Exception> {

	T run() throws E;

}
