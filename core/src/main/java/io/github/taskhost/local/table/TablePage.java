package io.github.taskhost.local.table;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param <E> the type of the entries
 * @param entries the entries
 * @param next the cursor of the next part, or {@code null} at the end
 */
public record TablePage<E>(List<E> entries, @Nullable String next) {

}
