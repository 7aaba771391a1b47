package io.github.taskhost.local.table;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Index of tasks by (session, id) and by id. An id that one session uses costs one map
 * entry; an id that several sessions use has a map of its places. A moved task keeps its
 * old place until another task takes it, so that reports with the old session still reach
 * it. Tasks with generated ids are found through their uid and enter this index only when
 * they move.
 *
 * @param <E> the type of the entries
 */
final class IdIndex<E extends TableEntry<E>> {

	private final Map<String, Places<E>> places = new ConcurrentHashMap<>();

	/**
	 * Takes a place, unless another task keeps it.
	 * @return the result, with the task that keeps the place or held it before
	 */
	PlaceTaking<E> take(String id, String session, E entry) {
		PlaceTaking<E> taking = new PlaceTaking<>(session, entry);
		this.places.compute(id, (key, present) -> taking.apply(present));
		return taking;
	}

	/** Gives a place back to its previous holder. */
	void giveBack(String id, PlaceTaking<E> taking) {
		this.places.computeIfPresent(id, (key, present) -> taking.undo(present));
	}

	/** Removes a task from all its places. */
	void forget(String id, E entry) {
		this.places.computeIfPresent(id, (key, present) -> {
			if (present instanceof PlacesBySession<E> many) {
				many.values().removeIf((other) -> other == entry);
				return many.isEmpty() ? null : many;
			}
			return (present == entry) ? null : present;
		});
	}

	@Nullable E find(String session, String id) {
		return switch (this.places.get(id)) {
			case PlacesBySession<E> many -> many.get(session);
			case TableEntry<E> entry -> isIn(session, entry) ? entry.self() : null;
			case null -> null;
		};
	}

	/** The tasks with an id, each once, in their present sessions. */
	List<E> findAll(String id) {
		return switch (this.places.get(id)) {
			case PlacesBySession<E> many -> many.entrySet()
				.stream()
				.filter((place) -> isIn(place.getKey(), place.getValue()))
				.map(Map.Entry::getValue)
				.toList();
			case TableEntry<E> entry -> List.of(entry.self());
			case null -> List.of();
		};
	}

	static boolean isIn(String session, TableEntry<?> entry) {
		return entry.record().sessionId().equals(session);
	}

}
