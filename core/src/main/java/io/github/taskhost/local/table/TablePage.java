package io.github.taskhost.local.table;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of a list of entries.
 *
 * @param <E> the type of the entries
 * @param entries the entries, in the order of the list
 * @param next the cursor of the next page, or {@code null} at the end
 * @param previous the cursor of the page before, or {@code null} at the beginning
 * @param partial whether the look ended before the page was full, with its budget
 */
public record TablePage<E>(List<E> entries, @Nullable String next, @Nullable String previous, boolean partial) {

}
