package io.github.taskhost.local.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * Collects a page until it is full or its budget of visits is used up. A cursor is the
 * place of the last visited task.
 */
final class PageScan<E extends TableEntry<E>> implements Predicate<E> {

	private static final int RADIX = 36;

	private final BackgroundTaskFilter filter;

	private final int limit;

	private final long after;

	private final List<E> found = new ArrayList<>();

	private int budget;

	private long last;

	private boolean stopped;

	private PageScan(BackgroundTaskFilter filter, int limit, long after, int budget) {
		this.filter = filter;
		this.limit = limit;
		this.after = after;
		this.last = after;
		this.budget = budget;
	}

	static <E extends TableEntry<E>> PageScan<E> of(BackgroundTaskFilter filter, int limit, @Nullable String after,
			int budget, TaskLog<E> log) {
		return new PageScan<>(filter, limit, (after != null) ? placeOf(after, log) : -1, budget);
	}

	private static long placeOf(String cursor, TaskLog<?> log) {
		try {
			long place = Long.parseLong(cursor, RADIX);
			if (log.isPlace(place)) {
				return place;
			}
		}
		catch (NumberFormatException ex) {
			// refused below
		}
		throw new InvalidTaskArgumentException(
				"The cursor is not valid: use the next cursor of a page, or none for the first page.");
	}

	long after() {
		return this.after;
	}

	boolean liveOnly() {
		return this.filter.states().isEmpty() ? !this.filter.includeTerminal()
				: this.filter.states().stream().noneMatch(BackgroundTaskState::isTerminal);
	}

	@Override
	public boolean test(E entry) {
		if (this.found.size() == this.limit || this.budget-- == 0) {
			this.stopped = true;
			return false;
		}
		this.last = entry.place();
		if (entry.list != null && this.filter.matches(entry.record())) {
			this.found.add(entry);
		}
		return true;
	}

	TablePage<E> page() {
		return new TablePage<>(List.copyOf(this.found), this.stopped ? Long.toString(this.last, RADIX) : null);
	}

}
