package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

import io.github.taskhost.jdbc.read.ReadThreads;
import io.github.taskhost.jdbc.recovery.FreeRows.Place;
import io.github.taskhost.jdbc.sql.StoreParts;

/**
 * The look for tasks without a worker: one statement over indexes that have these tasks
 * alone. Thread-safe.
 */
public final class FreeTasks {

	private static final int PAGE = 1000;

	/** The largest number of pages of one look. */
	private static final int PAGES = 10;

	private final ReadThreads reads;

	private final FreeRows rows;

	/**
	 * Creates a look.
	 * @param reads the threads that read
	 * @param parts the database and its tables
	 */
	public FreeTasks(ReadThreads reads, StoreParts parts) {
		this.reads = reads;
		this.rows = new FreeRows(parts.database(), parts.tables());
	}

	/**
	 * Returns whether one of the first 10,000 tasks without a worker is of interest.
	 * @param without the kinds that are left out
	 * @param of the interest in a task
	 * @throws JournalUnavailableException if the database is away
	 */
	boolean exist(Collection<String> without, Predicate<UUID> of) {
		Place last = Place.FIRST;
		for (int i = 0; i < PAGES; i++) {
			Place after = last;
			List<Place> page = this.reads.read((connection) -> page(connection, without, after));
			if (page.stream().map(Place::uid).anyMatch(of)) {
				return true;
			}
			if (page.size() < PAGE) {
				return false;
			}
			last = page.getLast();
		}
		return false;
	}

	private List<Place> page(Connection connection, Collection<String> without, Place after) throws SQLException {
		String sql = this.rows.query("l.start_rank, l.uid", !without.isEmpty(), PAGE);
		List<Place> page = new ArrayList<>();
		try (PreparedStatement statement = this.reads.prepare(connection, sql)) {
			int next = after.bind(statement, 1);
			if (!without.isEmpty()) {
				statement.setArray(next, connection.createArrayOf("varchar", without.toArray()));
			}
			try (ResultSet found = statement.executeQuery()) {
				while (found.next()) {
					page.add(new Place(found.getLong(1), found.getObject(2, UUID.class)));
				}
			}
		}
		return page;
	}

}
