package io.github.taskhost.jdbc;

import java.time.Duration;

import io.github.taskhost.jdbc.schema.Tables;

/**
 * The settings of a {@link JdbcTaskJournal}. Immutable.
 *
 * @param tablePrefix the prefix of the names of all tables, optionally with a schema and
 * a dot: {@code [A-Za-z_][A-Za-z0-9_.]{0,40}}
 * @param nodeName the name of this node for people
 * @param lease the time without a heartbeat after which other nodes take the tasks of
 * this one; at least 300 ms
 * @param acceptTimeout the time after which a request of a caller is refused while the
 * database cannot be reached
 * @param writers the number of threads that commit, each with a connection while it has
 * work; 1 to 16
 */
public record JdbcJournalSettings(String tablePrefix, String nodeName, Duration lease, Duration acceptTimeout,
		int writers) {

	/** The default prefix of the names of tables. */
	public static final String DEFAULT_PREFIX = "taskhost_";

	private static final Duration SHORTEST_LEASE = Duration.ofMillis(300);

	private static final int MAX_WRITERS = 16;

	/**
	 * Checks the values.
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public JdbcJournalSettings {
		new Tables(tablePrefix);
		if (lease.compareTo(SHORTEST_LEASE) < 0) {
			throw new IllegalArgumentException(
					"The lease " + lease + " is too short: use at least " + SHORTEST_LEASE + ".");
		}
		if (!acceptTimeout.isPositive()) {
			throw new IllegalArgumentException("The accept timeout " + acceptTimeout + " must be positive.");
		}
		if (writers < 1 || writers > MAX_WRITERS) {
			throw new IllegalArgumentException(
					"The number of writers " + writers + " is out of its range: use 1 to " + MAX_WRITERS + ".");
		}
	}

	/**
	 * Returns settings with a lease of 6 s, an accept timeout of 5 s and two writers.
	 * @param nodeName the name of this node for people
	 * @return the settings
	 */
	public static JdbcJournalSettings of(String nodeName) {
		return new JdbcJournalSettings(DEFAULT_PREFIX, nodeName, Duration.ofSeconds(6), Duration.ofSeconds(5), 2);
	}

	/**
	 * Returns these settings with another prefix.
	 * @param prefix the prefix of the names of all tables
	 * @return new settings
	 */
	public JdbcJournalSettings withTablePrefix(String prefix) {
		return new JdbcJournalSettings(prefix, this.nodeName, this.lease, this.acceptTimeout, this.writers);
	}

	/**
	 * Returns these settings with other times.
	 * @param newLease the lease
	 * @param newAcceptTimeout the accept timeout
	 * @return new settings
	 */
	public JdbcJournalSettings withTimes(Duration newLease, Duration newAcceptTimeout) {
		return new JdbcJournalSettings(this.tablePrefix, this.nodeName, newLease, newAcceptTimeout, this.writers);
	}

}
