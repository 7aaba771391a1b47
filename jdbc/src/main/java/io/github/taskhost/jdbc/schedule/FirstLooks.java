package io.github.taskhost.jdbc.schedule;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.jdbc.schedule.ScheduleRows.Look;
import io.github.taskhost.spi.JournaledHost;
import org.jspecify.annotations.Nullable;

/**
 * The first looks at schedules, as read once. Immutable.
 *
 * @param own the first looks at schedules that the host can run, in the order of their
 * times
 * @param unserved the time of the first look that was due for long and that the host
 * cannot do; {@code null} for none
 */
record FirstLooks(List<Look> own, @Nullable Instant unserved) {

	/** The number of rows that are read together. */
	static final int PAGE = 100;

	/** The time within which a host that has the kind looks at a schedule that is due. */
	private static final Duration SERVED = Duration.ofSeconds(10);

	/**
	 * Reads the looks that are due, up to a page of them, and the next one. Schedules
	 * whose kind the host lacks stay due until another host looks at them, so they are
	 * passed over.
	 */
	static FirstLooks read(Pages pages, JournaledHost host, Instant now) throws SQLException {
		List<Look> own = new ArrayList<>();
		Instant unserved = null;
		Look last = null;
		boolean more = true;
		while (more) {
			List<Look> page = pages.after(last);
			for (Look look : page) {
				if (host.hasKind(look.kind())) {
					own.add(look);
				}
				else if (unserved == null && look.time().plus(SERVED).isBefore(now)) {
					unserved = look.time();
				}
			}
			last = page.isEmpty() ? null : page.getLast();
			more = page.size() == PAGE && own.size() < PAGE && (own.isEmpty() || !page.getLast().time().isAfter(now));
		}
		return new FirstLooks(List.copyOf(own), unserved);
	}

	/** The looks whose time has come. */
	List<Look> due(Instant now) {
		return this.own.stream().filter((look) -> !look.time().isAfter(now)).toList();
	}

	/** The time of the first look, or {@code null} for none. */
	@Nullable Instant next() {
		return this.own.isEmpty() ? null : this.own.getFirst().time();
	}

	/** Reads pages of looks. */
	interface Pages {

		/** Reads the looks after one, or the first ones. */
		List<Look> after(@Nullable Look look) throws SQLException;

	}

}
