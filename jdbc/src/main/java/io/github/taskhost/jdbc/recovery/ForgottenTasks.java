package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.sql.PlainSql;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.spi.JournaledHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks that are assigned to this node and that its host does not have: the outcome
 * of their transaction was unknown, or an error broke off the claim. A task that is found
 * twice in a row is given back, so that a node claims it. Used by one thread.
 */
public final class ForgottenTasks {

	private static final Logger log = LoggerFactory.getLogger(ForgottenTasks.class);

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private static final int BATCH = 10_000;

	private final StoreParts parts;

	private final NodeLease lease;

	private final WaitingTasks waiting;

	private Set<UUID> suspects = Set.of();

	private long lookedAt = System.nanoTime();

	/**
	 * Creates a look for tasks.
	 * @param parts the statements
	 * @param lease the lease of this node
	 * @param waiting gives tasks back
	 */
	public ForgottenTasks(StoreParts parts, NodeLease lease, WaitingTasks waiting) {
		this.parts = parts;
		this.lease = lease;
		this.waiting = waiting;
	}

	/** Looks for tasks if the last look was a minute ago. */
	public void lookWhenDue(Connection connection, JournaledHost host) throws SQLException {
		if (System.nanoTime() - this.lookedAt > PAUSE.toNanos()) {
			this.lookedAt = System.nanoTime();
			look(connection, host);
		}
	}

	/** Gives the tasks back that this look and the last one have found. */
	public void look(Connection connection, JournaledHost host) throws SQLException {
		Set<UUID> found = new HashSet<>();
		List<UUID> batch = batch(connection, new UUID(0, 0));
		while (!batch.isEmpty()) {
			batch.stream().filter((uid) -> !host.has(uid)).forEach(found::add);
			batch = (batch.size() == BATCH) ? batch(connection, batch.get(BATCH - 1)) : List.of();
		}
		List<UUID> forgotten = found.stream().filter((uid) -> this.suspects.contains(uid) && !host.has(uid)).toList();
		forgotten.forEach((uid) -> log
			.warn("Task {} is assigned to this node, but the host does not have it; it is given back", uid));
		this.waiting.untaken(forgotten);
		this.waiting.giveBackUntaken(connection);
		this.suspects = found;
	}

	private List<UUID> batch(Connection connection, UUID after) throws SQLException {
		List<UUID> uids;
		String sql = "SELECT uid FROM " + this.parts.tables().live()
				+ " WHERE worker = ? AND uid > ? ORDER BY uid LIMIT " + BATCH;
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			PlainSql.bind(statement, List.of(this.lease.nodeId(), after));
			uids = PlainSql.uids(statement);
		}
		connection.rollback();
		return uids;
	}

}
