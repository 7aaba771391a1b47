package io.github.taskhost.local.table;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of a list of entries.
 *
 * @param <E> the type of the entries
 * @param entries the entries
 * @param next the cursor of the next page, or {@code null} at the end
 */
public record TablePage<E>(List<E> entries, @Nullable String next) {

}
