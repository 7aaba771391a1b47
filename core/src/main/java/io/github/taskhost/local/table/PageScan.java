package io.github.taskhost.local.table;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * Collects a page until it is full or its budget of visits is used up. It ends behind a
 * place: that of the last visited task, or towards older tasks, that of the first task
 * that is left out.
 */
final class PageScan<E extends TableEntry<E>> implements Predicate<E> {

	private static final int RADIX = 36;

	private final PageRequest request;

	private final BackgroundTaskFilter filter;

	private final long from;

	private final boolean backward;

	private final List<E> found = new ArrayList<>();

	private int budget;

	private long last;

	private boolean stopped;

	private PageScan(PageRequest request, long from, int budget) {
		this.request = request;
		this.filter = request.filter();
		this.backward = request.direction() == TaskOrder.NEWEST_FIRST;
		this.from = from;
		this.last = from;
		this.budget = budget;
	}

	static <E extends TableEntry<E>> PageScan<E> of(PageRequest request, int budget, TaskLog<E> log) {
		String place = request.place();
		long begin = (request.direction() == TaskOrder.NEWEST_FIRST) ? Long.MAX_VALUE : -1;
		return new PageScan<>(request, (place != null) ? placeOf(place, log) : begin, budget);
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

	/** The place behind which the scan begins, or with which if it goes backward. */
	long from() {
		return this.from;
	}

	/** Whether the scan goes from newer to older tasks. */
	boolean isBackward() {
		return this.backward;
	}

	boolean liveOnly() {
		return this.filter.states().isEmpty() ? !this.filter.includeTerminal()
				: this.filter.states().stream().noneMatch(BackgroundTaskState::isTerminal);
	}

	@Override
	public boolean test(E entry) {
		if (isFull() || this.budget-- == 0) {
			this.stopped = true;
			this.last = this.backward ? entry.place() : this.last;
			return false;
		}
		this.last = entry.place();
		if (entry.list != null && this.filter.matches(entry.record())) {
			this.found.add(entry);
		}
		return true;
	}

	private boolean isFull() {
		return this.found.size() == this.request.limit();
	}

	/** Scans the smallest index that has all tasks of the filter. */
	TablePage<E> over(TaskLog<E> log, SessionIndex<E> sessions, Families<E> families) {
		UUID parent = this.filter.search().parentUid();
		String session = this.filter.sessionId();
		if (parent != null) {
			families.scan(parent, this);
		}
		else if (session != null) {
			sessions.scan(session, this);
		}
		else {
			log.scan(this);
		}
		return this.request.page(this.found, this.stopped ? Long.toString(this.last, RADIX) : null,
				this.stopped && !isFull());
	}

}
