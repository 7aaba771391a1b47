package io.github.taskhost.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds tasks by (session, id) and by id. An id that one session uses costs one entry;
 * one that several use has a map of them. A task that moved keeps its old place until
 * another takes it, so that reports that still name the old session reach it. Ids that
 * the host made are found through their uid and come here only when their task moves.
 */
final class IdIndex {

	private final Map<String, Object> places = new ConcurrentHashMap<>();

	/**
	 * Takes a place, unless somebody keeps it.
	 * @return who keeps it, or had it before
	 */
	Taking take(String id, String session, TaskEntry entry) {
		Taking taking = new Taking(session, entry);
		this.places.compute(id, (key, present) -> taking.apply(present));
		return taking;
	}

	/** Gives a place that was taken for nothing back to who had it before. */
	void giveBack(String id, Taking taking) {
		this.places.computeIfPresent(id, (key, present) -> taking.undo(present));
	}

	/** Forgets a task that is gone, at all its places. */
	void forget(String id, TaskEntry entry) {
		this.places.computeIfPresent(id, (key, present) -> {
			if (present instanceof BySession many) {
				many.values().removeIf((other) -> other == entry);
				return many.isEmpty() ? null : many;
			}
			return (present == entry) ? null : present;
		});
	}

	@Nullable TaskEntry find(String session, String id) {
		Object present = this.places.get(id);
		if (present instanceof BySession many) {
			return many.get(session);
		}
		return (present instanceof TaskEntry entry && isIn(session, entry)) ? entry : null;
	}

	/** The tasks with an id, each once, in the session that it is in. */
	List<TaskEntry> findAll(String id) {
		Object present = this.places.get(id);
		if (present instanceof BySession many) {
			return many.entrySet()
				.stream()
				.filter((place) -> isIn(place.getKey(), place.getValue()))
				.map(Map.Entry::getValue)
				.toList();
		}
		return (present instanceof TaskEntry entry) ? List.of(entry) : List.of();
	}

	private static boolean isIn(String session, TaskEntry entry) {
		return entry.record().sessionId().equals(session);
	}

	/** The places of an id that more than one session uses or used. */
	private static final class BySession extends ConcurrentHashMap<String, TaskEntry> {

		private static final long serialVersionUID = 1;

	}

	/** One attempt to take a place. */
	static final class Taking implements Function<@Nullable Object, Object> {

		private final String session;

		private final TaskEntry entry;

		private @Nullable TaskEntry keeper;

		private @Nullable TaskEntry before;

		private boolean undecided;

		private Taking(String session, TaskEntry entry) {
			this.session = session;
			this.entry = entry;
		}

		/** The task that has the place and keeps it; {@code null} when it was taken. */
		@Nullable TaskEntry keeper() {
			return this.keeper;
		}

		/** Whether the keeper is on its way to the session, and may yet be refused. */
		boolean isUndecided() {
			return this.undecided;
		}

		/** The ended task of the session that gave way. */
		@Nullable TaskEntry replaced() {
			return (this.before != null && this.before != this.entry && isIn(this.session, this.before)) ? this.before
					: null;
		}

		@Override
		public Object apply(@Nullable Object present) {
			if (present == null) {
				return this.entry;
			}
			if (present instanceof TaskEntry other && isIn(this.session, other)) {
				return keeps(other) ? other : this.entry;
			}
			BySession many = manyOf(present);
			TaskEntry other = many.get(this.session);
			if (other == null || !keeps(other)) {
				many.put(this.session, this.entry);
			}
			return many;
		}

		private boolean keeps(TaskEntry other) {
			boolean moves = other.isHeld(); // asked first: its record tells where it went
			BackgroundTaskRecord record = other.record();
			boolean here = record.sessionId().equals(this.session);
			boolean keeps = other != this.entry && !other.isRemoved()
					&& (here ? NamingRules.keepsItsId(record) : moves);
			this.undecided = keeps && !here;
			this.keeper = keeps ? other : null;
			this.before = keeps ? null : other;
			return keeps;
		}

		private @Nullable Object undo(Object present) {
			TaskEntry heir = (this.before != null && !this.before.isRemoved()) ? this.before : null;
			if (!(present instanceof BySession many)) {
				return (present == this.entry) ? heir : present;
			}
			if (heir != null) {
				many.replace(this.session, this.entry, heir);
			}
			else {
				many.remove(this.session, this.entry);
			}
			return many.isEmpty() ? null : many;
		}

		private static BySession manyOf(Object present) {
			if (present instanceof BySession many) {
				return many;
			}
			TaskEntry only = (TaskEntry) present;
			BySession many = new BySession();
			many.put(only.record().sessionId(), only);
			return many;
		}

	}

}
