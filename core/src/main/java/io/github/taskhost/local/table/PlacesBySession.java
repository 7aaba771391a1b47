package io.github.taskhost.local.table;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The entries of an id that several sessions use or used, by session.
 *
 * @param <E> the type of the entries
 */
final class PlacesBySession<E extends TableEntry<E>> extends ConcurrentHashMap<String, E> implements Places<E> {

	private static final long serialVersionUID = 1;

}
