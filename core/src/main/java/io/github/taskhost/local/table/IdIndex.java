package io.github.taskhost.local.table;

import java.util.ArrayList;
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

	/** Removes a task, whose record was removed, from all its places. */
	void forget(String id, E entry) {
		this.places.computeIfPresent(id, (key, present) -> {
			if (present instanceof PlacesBySession<E> many) {
				many.forget(entry);
				return many.shrunk();
			}
			return (present == entry) ? null : present;
		});
	}

	/** Notes the end of a task. */
	void ended(String id, E entry) {
		if (this.places.get(id) instanceof PlacesBySession) {
			this.places.computeIfPresent(id, (key, present) -> {
				if (present instanceof PlacesBySession<E> many) {
					many.ended(entry);
				}
				return present;
			});
		}
	}

	/**
	 * Finds the task in a place. A task that is not in the session may have left it after
	 * the look at the index; it was marked as moved before, and by now the id has a map
	 * of its places.
	 */
	@Nullable E find(String session, String id) {
		Places<E> present = this.places.get(id);
		while (present instanceof TableEntry<E> entry && !isIn(session, entry)) {
			Places<E> now = entry.moved ? this.places.get(id) : present;
			if (now == present) {
				return null;
			}
			present = now;
		}
		return switch (present) {
			case PlacesBySession<E> many -> many.find(session);
			case TableEntry<E> entry -> entry.self();
			case null -> null;
		};
	}

	/**
	 * Tasks with an id, each once, live ones first. The look at several places is one
	 * step, so a task that moves meanwhile is neither missed nor found twice.
	 */
	List<E> findAll(String id, int limit) {
		Places<E> present = this.places.get(id);
		if (!(present instanceof PlacesBySession)) {
			return tasks(present, limit);
		}
		List<E> found = new ArrayList<>();
		this.places.computeIfPresent(id, (key, places) -> {
			found.addAll(tasks(places, limit));
			return places;
		});
		return found;
	}

	private List<E> tasks(@Nullable Places<E> present, int limit) {
		return switch (present) {
			case PlacesBySession<E> many -> many.tasks(limit);
			case TableEntry<E> entry -> entry.isListed() ? List.of(entry.self()) : List.of();
			case null -> List.of();
		};
	}

	static boolean isIn(String session, TableEntry<?> entry) {
		return entry.record().sessionId().equals(session);
	}

}
