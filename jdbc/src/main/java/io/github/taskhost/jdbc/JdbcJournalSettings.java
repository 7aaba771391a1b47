package io.github.taskhost.jdbc;

import java.time.Duration;

import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.jdbc.schema.Tables;

/**
 * The settings of a {@link JdbcTaskJournal}. Immutable.
 *
 * @param tablePrefix the prefix of the names of all tables, optionally with a schema and
 * a dot: 41 characters at most of {@code A-Z a-z 0-9 _}
 * @param nodeName the name of this node for people
 * @param lease the time without a heartbeat after which other nodes take the tasks of
 * this one; 300 ms to 1 day
 * @param acceptTimeout the time after which a request of a caller is refused while the
 * database cannot be reached; 1 day at most
 * @param writers the number of threads that commit, each with a connection while it has
 * work; 1 to 16
 * @param unresolvedAfter the time after which a task that no node can run is ended; 1 s
 * to 365 days
 * @param maxRunning the largest number of bodies of stored tasks that run on this node at
 * once; {@link Integer#MAX_VALUE} for no limit
 * @param allEvents whether the events of other nodes are published on this one, and those
 * of this one are stored for the others; on PostgreSQL
 */
public record JdbcJournalSettings(String tablePrefix, String nodeName, Duration lease, Duration acceptTimeout,
		int writers, Duration unresolvedAfter, int maxRunning, boolean allEvents) {

	/** The default prefix of the names of tables. */
	public static final String DEFAULT_PREFIX = "taskhost_";

	private static final Duration SHORTEST_LEASE = Duration.ofMillis(300);

	/** Drivers count the time that they wait in milliseconds. */
	private static final Duration LONGEST_WAIT = Duration.ofDays(1);

	private static final Duration SHORTEST_UNRESOLVED = Duration.ofSeconds(1);

	private static final Duration LONGEST_UNRESOLVED = Duration.ofDays(365);

	private static final int MAX_WRITERS = 16;

	/**
	 * Checks the values.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public JdbcJournalSettings {
		new Tables(tablePrefix);
		check(isBetween(SHORTEST_LEASE, lease, LONGEST_WAIT), "The lease", "cluster.lease", lease, "300 ms to 1 day");
		check(acceptTimeout.isPositive() && acceptTimeout.compareTo(LONGEST_WAIT) <= 0, "The accept timeout",
				"durable.accept-timeout", acceptTimeout, "more than 0, and 1 day at most");
		check(isBetween(SHORTEST_UNRESOLVED, unresolvedAfter, LONGEST_UNRESOLVED),
				"The time after which unresolved tasks are ended", "cluster.unresolved-after", unresolvedAfter,
				"1 s to 365 days");
		check(maxRunning >= 1, "The number of running bodies", "cluster.max-running", maxRunning, "1 or more");
		check(writers >= 1 && writers <= MAX_WRITERS, "The number of writers", "durable.writers", writers,
				"1 to " + MAX_WRITERS);
	}

	private static boolean isBetween(Duration shortest, Duration time, Duration longest) {
		return time.compareTo(shortest) >= 0 && time.compareTo(longest) <= 0;
	}

	private static void check(boolean valid, String subject, String option, Object value, String remedy) {
		if (!valid) {
			throw new InvalidOptionException(subject, option, value, remedy);
		}
	}

	/**
	 * Returns settings with a lease of 6 s, an accept timeout of 5 s, two writers, and an
	 * hour for tasks that no node can run, no limit of running bodies, and the events of
	 * this node alone.
	 * @param nodeName the name of this node for people
	 * @return the settings
	 */
	public static JdbcJournalSettings of(String nodeName) {
		return new JdbcJournalSettings(DEFAULT_PREFIX, nodeName, Duration.ofSeconds(6), Duration.ofSeconds(5), 2,
				Duration.ofHours(1), Integer.MAX_VALUE, false);
	}

	/**
	 * Returns these settings with another prefix.
	 * @param prefix the prefix of the names of all tables
	 * @return new settings
	 */
	public JdbcJournalSettings withTablePrefix(String prefix) {
		return new JdbcJournalSettings(prefix, this.nodeName, this.lease, this.acceptTimeout, this.writers,
				this.unresolvedAfter, this.maxRunning, this.allEvents);
	}

	/**
	 * Returns these settings with other times.
	 * @param newLease the lease
	 * @param newAcceptTimeout the accept timeout
	 * @return new settings
	 */
	public JdbcJournalSettings withTimes(Duration newLease, Duration newAcceptTimeout) {
		return new JdbcJournalSettings(this.tablePrefix, this.nodeName, newLease, newAcceptTimeout, this.writers,
				this.unresolvedAfter, this.maxRunning, this.allEvents);
	}

	/**
	 * Returns these settings with another time for tasks that no node can run.
	 * @param newUnresolvedAfter the time after which they are ended; 1 s to 365 days
	 * @return new settings
	 */
	public JdbcJournalSettings withUnresolvedAfter(Duration newUnresolvedAfter) {
		return new JdbcJournalSettings(this.tablePrefix, this.nodeName, this.lease, this.acceptTimeout, this.writers,
				newUnresolvedAfter, this.maxRunning, this.allEvents);
	}

	/**
	 * Returns these settings with a limit of running bodies.
	 * @param newMaxRunning the largest number of bodies of stored tasks that run on this
	 * node at once, at least 1
	 * @return new settings
	 */
	public JdbcJournalSettings withMaxRunning(int newMaxRunning) {
		return new JdbcJournalSettings(this.tablePrefix, this.nodeName, this.lease, this.acceptTimeout, this.writers,
				this.unresolvedAfter, newMaxRunning, this.allEvents);
	}

	/**
	 * Returns these settings with the events of all nodes or of this one alone.
	 * @param all whether the events of other nodes are published on this one, and those
	 * of this one are stored for the others
	 * @return new settings
	 */
	public JdbcJournalSettings withAllEvents(boolean all) {
		return new JdbcJournalSettings(this.tablePrefix, this.nodeName, this.lease, this.acceptTimeout, this.writers,
				this.unresolvedAfter, this.maxRunning, all);
	}

}
