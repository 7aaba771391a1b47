package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

import io.github.taskhost.jdbc.inbox.Coming;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.recovery.FreeRows.Place;
import io.github.taskhost.jdbc.row.StoredRow;
import io.github.taskhost.jdbc.sql.BatchTransaction;
import io.github.taskhost.jdbc.sql.LeftNotices;
import io.github.taskhost.jdbc.sql.PlainSql;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.spi.FreeTask;
import io.github.taskhost.spi.StoredTask;

/**
 * The rows of tasks without a worker, and their claims. A claim is guarded by the attempt
 * and the revision, so that one node alone succeeds. The time since which a task could
 * not be run is kept by the clock of the database. Used by one thread, except for
 * {@link #taken}.
 */
public final class WaitingTasks {

	private static final int BATCH = 1000;

	/** The part of the time until an end after which tasks are kept again. */
	private static final int PARTS = 10;

	/** The tasks that may be claimed and that the host does not have. */
	private final Coming untaken;

	private final StoreParts parts;

	private final NodeLease lease;

	private final Duration unresolvedAfter;

	private final ClusterLimits limits;

	private final FreeRows free;

	private final TextParts textParts;

	private long keptAt;

	/**
	 * Creates the rows.
	 * @param parts the statements
	 * @param lease the lease of this node
	 * @param unresolvedAfter the time after which a task that no node can run is ended
	 * @param untaken receives the tasks that the host does not have yet
	 */
	public WaitingTasks(StoreParts parts, NodeLease lease, Duration unresolvedAfter, Coming untaken) {
		this.untaken = untaken;
		this.parts = parts;
		this.lease = lease;
		this.unresolvedAfter = unresolvedAfter;
		this.limits = new ClusterLimits(parts);
		this.textParts = new TextParts(parts.tables());
		this.free = new FreeRows(parts.database(), parts.tables());
		this.keptAt = System.nanoTime() - unresolvedAfter.toNanos();
	}

	/** The first tasks in the order of their ranks. */
	List<Waiting> first(Connection connection, Collection<String> without) throws SQLException {
		return after(connection, Place.FIRST, without);
	}

	/**
	 * The next tasks in the order of their ranks, without their records.
	 * @param last the last task before
	 * @param without the kinds that are left out
	 */
	List<Waiting> after(Connection connection, Waiting last, Collection<String> without) throws SQLException {
		return after(connection, new Place(last.rank(), last.uid()), without);
	}

	private List<Waiting> after(Connection connection, Place last, Collection<String> without) throws SQLException {
		String sql = this.free.query("l.uid, l.kind, l.unresolved_since IS NOT NULL AS noted, "
				+ "COALESCE(l.unresolved_since <= " + this.parts.database().ago() + ", FALSE) AS is_over, l.start_rank",
				!without.isEmpty(), BATCH);
		List<Waiting> tasks = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setLong(1, this.unresolvedAfter.toMillis());
			int next = last.bind(statement, 2);
			if (!without.isEmpty()) {
				statement.setArray(next, connection.createArrayOf("varchar", without.toArray()));
			}
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					tasks.add(new Waiting(new FreeTask(rows.getObject(1, UUID.class), rows.getString(2)),
							rows.getLong(5), rows.getBoolean(3), rows.getBoolean(4)));
				}
			}
		}
		connection.rollback();
		return tasks;
	}

	/** The parts of tasks whose records are read together. */
	List<List<Waiting>> parts(Connection connection, List<Waiting> tasks) throws SQLException {
		return this.textParts.of(connection, tasks, Waiting::uid);
	}

	/** The rows of tasks that still have no worker, in the order of their ranks. */
	List<StoredRow> rows(Connection connection, Collection<UUID> uids) throws SQLException {
		String sql = "SELECT " + this.parts.rows().fromLive()
				+ "WHERE l.uid = ANY(?) AND l.worker IS NULL ORDER BY l.start_rank, l.uid";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setArray(1, connection.createArrayOf("uuid", uids.toArray()));
			List<StoredRow> rows = this.parts.rows().list(statement);
			connection.rollback();
			return rows;
		}
	}

	/**
	 * Claims tasks for this node in one transaction.
	 * @param wanted the tasks in the order of their ranks
	 * @param resolves whether this node can run the tasks
	 * @param most the limit of the claimed tasks of a kind on all nodes
	 * @return the outcome
	 */
	Claimed claim(Connection connection, List<StoredTask> wanted, boolean resolves, ToIntFunction<String> most)
			throws SQLException {
		UUID self = this.lease.nodeId();
		if (wanted.isEmpty() || new BatchTransaction(this.parts, connection).enter(self) == null) {
			connection.rollback();
			return Claimed.NONE;
		}
		List<StoredTask> within = this.limits.within(connection, wanted, most);
		List<StoredTask> claimed = claim(connection, self, within, resolves);
		List<UUID> uids = claimed.stream().map((task) -> task.record().uid()).toList();
		boolean haveNotices = LeftNotices.claim(connection, this.parts.database(), this.parts.tables(), self, uids);
		this.untaken.add(uids);
		connection.commit();
		if (haveNotices) {
			this.untaken.look();
		}
		return new Claimed(claimed, without(wanted, within), without(within, claimed));
	}

	private List<StoredTask> claim(Connection connection, UUID self, List<StoredTask> tasks, boolean resolves)
			throws SQLException {
		String sql = "UPDATE " + live() + " SET worker = ?" + (resolves ? ", unresolved_since = NULL" : "")
				+ " WHERE uid = ? AND worker IS NULL AND attempt = ? AND version = ?";
		List<StoredTask> claimed = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (StoredTask task : tasks) {
				PlainSql.bind(statement, List.of(self, task.record().uid(), task.record().attempt(), task.revision()));
				statement.addBatch();
			}
			int[] counts = statement.executeBatch();
			for (int i = 0; i < counts.length; i++) {
				if (counts[i] == 1) {
					claimed.add(tasks.get(i));
				}
			}
		}
		return claimed;
	}

	private static List<StoredTask> without(List<StoredTask> tasks, List<StoredTask> others) {
		Set<UUID> uids = others.stream().map((task) -> task.record().uid()).collect(Collectors.toSet());
		return tasks.stream().filter((task) -> !uids.contains(task.record().uid())).toList();
	}

	/** Notes tasks that this node may have and the host does not. */
	void untaken(Collection<UUID> uids) {
		this.untaken.add(uids);
	}

	/** Notes that the host has a claimed task. May be called by many threads. */
	void taken(UUID uid) {
		this.untaken.remove(uid);
	}

	/** Gives back the tasks that the host does not have, as far as they are claimed. */
	void giveBackUntaken(Connection connection) throws SQLException {
		List<UUID> uids = this.untaken.all();
		if (uids.isEmpty()) {
			return;
		}
		String sql = "UPDATE " + live() + " SET worker = NULL WHERE uid = ? AND worker = ?";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (UUID uid : uids) {
				PlainSql.bind(statement, List.of(uid, this.lease.nodeId()));
				statement.addBatch();
			}
			statement.executeBatch();
			connection.commit();
		}
		uids.forEach(this.untaken::remove);
	}

	/** Notes the first time at which a node could not run a task. */
	void note(Connection connection, UUID uid) throws SQLException {
		PlainSql.update(connection, "UPDATE " + live() + " SET unresolved_since = " + this.parts.database().now()
				+ " WHERE uid = ? AND worker IS NULL AND unresolved_since IS NULL", uid);
		connection.commit();
	}

	/**
	 * Keeps tasks that this node can run when it has room from being ended by nodes that
	 * cannot: their time begins anew.
	 * @param kinds the kinds for which this node has no room
	 */
	void keep(Connection connection, Collection<String> kinds) throws SQLException {
		if (kinds.isEmpty() || System.nanoTime() - this.keptAt < this.unresolvedAfter.dividedBy(PARTS).toNanos()) {
			return;
		}
		this.keptAt = System.nanoTime();
		try (PreparedStatement statement = connection.prepareStatement("UPDATE " + live()
				+ " SET unresolved_since = NULL WHERE worker IS NULL AND unresolved_since IS NOT NULL AND kind = ANY(?)")) {
			statement.setArray(1, connection.createArrayOf("varchar", kinds.toArray()));
			statement.executeUpdate();
		}
		connection.commit();
	}

	private String live() {
		return this.parts.tables().live();
	}

	/**
	 * The outcome of a claim.
	 *
	 * @param tasks the claimed tasks
	 * @param beyond the tasks for which the limit of all nodes has no place
	 * @param missed the tasks that changed meanwhile, or at which another node was faster
	 */
	record Claimed(List<StoredTask> tasks, List<StoredTask> beyond, List<StoredTask> missed) {

		static final Claimed NONE = new Claimed(List.of(), List.of(), List.of());

	}

	/**
	 * A task without a worker.
	 *
	 * @param task the task
	 * @param rank its rank
	 * @param isNoted whether a node has noted that it could not run it
	 * @param isOver whether that is so long ago that the task is to be ended
	 */
	record Waiting(FreeTask task, long rank, boolean isNoted, boolean isOver) {

		UUID uid() {
			return this.task.uid();
		}

	}

}
