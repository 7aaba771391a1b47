package io.github.taskhost.local.table;

/**
 * The places of an id: one entry, or a map of entries by session.
 *
 * @param <E> the type of the entries
 */
sealed interface Places<E extends TableEntry<E>> permits TableEntry, PlacesBySession {

}
