package io.github.taskhost.local.table;

import java.util.List;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import org.jspecify.annotations.Nullable;

/**
 * A request for a page of a list. The place divides the list, behind an entry in the
 * order of registration: entries up to it are on one side, younger ones on the other.
 *
 * @param filter the filter of the entries
 * @param order the order of the list
 * @param limit the size of a page
 * @param place the place from which the page extends, or {@code null} for the beginning
 * of the list
 * @param back whether the page is before the place
 */
public record PageRequest(BackgroundTaskFilter filter, TaskOrder order, int limit, @Nullable String place,
		boolean back) {

	/** Begins a cursor that leads back. */
	private static final String BACK = "~";

	/** A request for the page with a cursor, {@code null} for the first page. */
	public static PageRequest of(BackgroundTaskFilter filter, TaskOrder order, int limit, @Nullable String cursor) {
		return (cursor != null && cursor.startsWith(BACK))
				? new PageRequest(filter, order, limit, cursor.substring(BACK.length()), true)
				: new PageRequest(filter, order, limit, cursor, false);
	}

	/**
	 * The direction in which entries are looked at, from the place: older ones for the
	 * newest first, and the reverse on the way back.
	 */
	public TaskOrder direction() {
		return ((this.order == TaskOrder.NEWEST_FIRST) != this.back) ? TaskOrder.NEWEST_FIRST : TaskOrder.OLDEST_FIRST;
	}

	/**
	 * Makes the page.
	 * @param found the entries, in the direction of the look
	 * @param end the place at which the look ended, or {@code null} if there are no
	 * further entries
	 * @param partial whether it ended before the page was full
	 */
	public <E> TablePage<E> page(List<E> found, @Nullable String end, boolean partial) {
		return this.back
				? new TablePage<>(List.copyOf(found.reversed()), this.place, (end != null) ? BACK + end : null, partial)
				: new TablePage<>(List.copyOf(found), end, (this.place != null) ? BACK + this.place : null, partial);
	}

}
