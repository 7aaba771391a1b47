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
 * @param unresolvedAfter the time after which a task that no node can run is ended; 1 s
 * to 365 days
 */
public record JdbcJournalSettings(String tablePrefix, String nodeName, Duration lease, Duration acceptTimeout,
		int writers, Duration unresolvedAfter) {

	/** The default prefix of the names of tables. */
	public static final String DEFAULT_PREFIX = "taskhost_";

	private static final Duration SHORTEST_LEASE = Duration.ofMillis(300);

	private static final Duration SHORTEST_UNRESOLVED = Duration.ofSeconds(1);

	private static final Duration LONGEST_UNRESOLVED = Duration.ofDays(365);

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
		if (unresolvedAfter.compareTo(SHORTEST_UNRESOLVED) < 0 || unresolvedAfter.compareTo(LONGEST_UNRESOLVED) > 0) {
			throw new IllegalArgumentException("The time " + unresolvedAfter
					+ " after which unresolved tasks are ended is out of its range: use 1 s to 365 days.");
		}
		if (writers < 1 || writers > MAX_WRITERS) {
			throw new IllegalArgumentException(
					"The number of writers " + writers + " is out of its range: use 1 to " + MAX_WRITERS + ".");
		}
	}

	/**
	 * Returns settings with a lease of 6 s, an accept timeout of 5 s, two writers, and an
	 * hour for tasks that no node can run.
	 * @param nodeName the name of this node for people
	 * @return the settings
	 */
	public static JdbcJournalSettings of(String nodeName) {
		return new JdbcJournalSettings(DEFAULT_PREFIX, nodeName, Duration.ofSeconds(6), Duration.ofSeconds(5), 2,
				Duration.ofHours(1));
	}

	/**
	 * Returns these settings with another prefix.
	 * @param prefix the prefix of the names of all tables
	 * @return new settings
	 */
	public JdbcJournalSettings withTablePrefix(String prefix) {
		return new JdbcJournalSettings(prefix, this.nodeName, this.lease, this.acceptTimeout, this.writers,
				this.unresolvedAfter);
	}

	/**
	 * Returns these settings with other times.
	 * @param newLease the lease
	 * @param newAcceptTimeout the accept timeout
	 * @return new settings
	 */
	public JdbcJournalSettings withTimes(Duration newLease, Duration newAcceptTimeout) {
		return new JdbcJournalSettings(this.tablePrefix, this.nodeName, newLease, newAcceptTimeout, this.writers,
				this.unresolvedAfter);
	}

	/**
	 * Returns these settings with another time for tasks that no node can run.
	 * @param newUnresolvedAfter the time after which they are ended; 1 s to 365 days
	 * @return new settings
	 */
	public JdbcJournalSettings withUnresolvedAfter(Duration newUnresolvedAfter) {
		return new JdbcJournalSettings(this.tablePrefix, this.nodeName, this.lease, this.acceptTimeout, this.writers,
				newUnresolvedAfter);
	}

}
