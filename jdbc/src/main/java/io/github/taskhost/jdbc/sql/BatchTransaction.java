package io.github.taskhost.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.taskhost.jdbc.read.Removals;
import io.github.taskhost.jdbc.row.StoredRow;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.row.Write.Sort;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.ExtraStatements.EventRow;
import io.github.taskhost.spi.JournalResult;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one transaction that stores requests, up to its commit. Removals and
 * ends come first, so that an id or key that one task leaves can be taken by another in
 * the same transaction. Rows are in the order of their uids. Used by one thread.
 */
public final class BatchTransaction {

	private final StoreParts parts;

	private final Connection connection;

	private final Set<UUID> stored = new HashSet<>();

	private @Nullable UUID node;

	public BatchTransaction(StoreParts parts, Connection connection) {
		this.parts = parts;
		this.connection = connection;
	}

	/**
	 * Locks the row of a node against a takeover until the end of the transaction.
	 * @return the id of the transaction, or {@code null} if the node is fenced
	 */
	public @Nullable String enter(UUID node) throws SQLException {
		this.node = node;
		try (PreparedStatement statement = this.connection.prepareStatement(entering())) {
			statement.setObject(1, node);
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() ? rows.getString(1) : null;
			}
		}
	}

	private String entering() {
		boolean numbers = this.parts.database() == Database.POSTGRESQL;
		return "SELECT " + (numbers ? "pg_current_xact_id()::text" : "'h2'") + locking(this.parts);
	}

	/** The rest of a query that locks the row of a node. */
	static String locking(StoreParts parts) {
		return " FROM " + parts.tables().node() + " WHERE node_id = ? AND fenced_at IS NULL"
				+ ((parts.database() == Database.POSTGRESQL) ? " FOR KEY SHARE" : "");
	}

	static Map<Sort, List<Write>> bySort(List<Write> writes) {
		Map<Sort, List<Write>> bySort = new EnumMap<>(Sort.class);
		writes.stream()
			.sorted(Comparator.comparing(Write::uid))
			.forEach((write) -> bySort.computeIfAbsent(write.sort(), (sort) -> new ArrayList<>()).add(write));
		return bySort;
	}

	/**
	 * Stores changes of different tasks.
	 * @return those of which the row was as expected
	 */
	public Set<UUID> store(List<Write> writes) throws SQLException {
		Map<Sort, List<Write>> bySort = bySort(writes);
		Function<Sort, List<Write>> of = (sort) -> bySort.getOrDefault(sort, List.of());
		Set<UUID> told = this.parts.notices().tell(this.connection, this.parts.tables(), this.node, writes);
		of.apply(Sort.TELL).stream().map(Write::uid).filter(told::contains).forEach(this.stored::add);
		remove(of.apply(Sort.REMOVE_LIVE), of.apply(Sort.REMOVE_ENDED));
		releaseKeys(writes);
		end(of.apply(Sort.END));
		rewrite(of.apply(Sort.REWRITE));
		statements().setInput.run(this.connection,
				run(statements().change, of.apply(Sort.CHANGE)).stream().filter(Write::replacesInput).toList());
		move(of.apply(Sort.MOVE));
		accept(of.apply(Sort.ACCEPT));
		keep(of.apply(Sort.KEEP));
		of.apply(Sort.LOG).forEach((write) -> this.stored.add(write.uid()));
		add(writes.stream().filter((write) -> this.stored.contains(write.uid())).toList());
		return this.stored;
	}

	private Statements statements() {
		return this.parts.statements();
	}

	private void remove(List<Write> live, List<Write> ended) throws SQLException {
		List<Write> removed = new ArrayList<>(run(statements().removeLive, live));
		statements().dropTask.run(this.connection, removed);
		removed.addAll(run(statements().removeEnded, ended));
		for (Bulk<Write> drop : this.parts.drops()) {
			drop.run(this.connection, removed);
		}
	}

	/** Frees the keys that new and moved tasks take from tasks that have left them. */
	private void releaseKeys(List<Write> writes) throws SQLException {
		statements().releaseKey.run(this.connection,
				writes.stream().filter((write) -> write.heldKey() != null && isNew(write)).toList());
	}

	private static boolean isNew(Write write) {
		return write.sort() == Sort.ACCEPT || write.moves();
	}

	private void end(List<Write> ends) throws SQLException {
		List<Write> ended = run(statements().endLive, ends);
		if (statements().endTask.run(this.connection, ended).size() != ended.size()) {
			throw new IllegalStateException("A live task has no row in " + this.parts.tables().task());
		}
		statements().moveWakes.run(this.connection, ended.stream().filter(BatchTransaction::moves).toList());
	}

	private void rewrite(List<Write> rewrites) throws SQLException {
		List<Write> rewritten = run(statements().rewrite, rewrites);
		statements().moveWakes.run(this.connection, rewritten.stream().filter(BatchTransaction::moves).toList());
	}

	private void move(List<Write> moves) throws SQLException {
		List<Write> moved = run(statements().move, moves);
		statements().moveTask.run(this.connection, moved);
		statements().moveWakes.run(this.connection, moved);
	}

	/**
	 * Looks for the tasks that are still at the attempt and the worker of a value. The
	 * rows are not locked: the lock of the node keeps takeovers out.
	 */
	private void keep(List<Write> keeps) throws SQLException {
		if (keeps.isEmpty()) {
			return;
		}
		String sql = "SELECT uid FROM " + this.parts.tables().live() + " WHERE uid = ? AND attempt = ? AND worker = ?";
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			for (Write write : keeps) {
				statement.setObject(1, write.uid());
				statement.setInt(2, write.record().attempt());
				statement.setObject(3, write.worker());
				try (ResultSet rows = statement.executeQuery()) {
					if (rows.next()) {
						this.stored.add(write.uid());
					}
				}
			}
		}
	}

	private static boolean moves(Write write) {
		return write.moves();
	}

	private void accept(List<Write> accepts) throws SQLException {
		List<Write> live = accepts.stream().filter(Write::live).toList();
		Set<UUID> placed = statements().acceptLive.run(this.connection, live);
		List<Write> next = accepts.stream().filter((write) -> !write.live() || placed.contains(write.uid())).toList();
		Set<UUID> accepted = statements().acceptTask.run(this.connection, next);
		statements().dropLive.run(this.connection,
				next.stream().filter((write) -> write.live() && !accepted.contains(write.uid())).toList());
		this.stored.addAll(accepted);
	}

	private List<Write> run(Bulk<Write> bulk, List<Write> writes) throws SQLException {
		Set<UUID> changed = bulk.run(this.connection, writes);
		this.stored.addAll(changed);
		return writes.stream().filter((write) -> changed.contains(write.uid())).toList();
	}

	private void add(List<Write> writes) throws SQLException {
		Added added = Added.of(writes);
		this.parts.extras().message.run(this.connection, added.messages());
		this.parts.extras().output.run(this.connection, added.output());
		this.parts.extras().kept.run(this.connection, added.kept());
		statements().wake.run(this.connection, added.wakes());
	}

	/**
	 * Adds stored changes to the log of a writer. Those that a caller's transaction has
	 * stored are there without a place, and get one.
	 */
	public void log(List<EventRow> events) throws SQLException {
		Map<Boolean, List<EventRow>> byPlacement = events.stream()
			.collect(Collectors.partitioningBy((event) -> event.write().sort() == Sort.LOG));
		this.parts.extras().event.run(this.connection, byPlacement.getOrDefault(false, List.of()));
		this.parts.extras().place.run(this.connection, byPlacement.getOrDefault(true, List.of()));
	}

	/** Returns the reason why a change was not stored, read in this transaction. */
	public JournalResult reasonOf(Write write) throws SQLException {
		Map<Boolean, @Nullable StoredRow> holders = new LinkedHashMap<>();
		if (write.sort() == Sort.ACCEPT || write.moves()) {
			holders.put(true, this.parts.rows().holderOfKey(this.connection, write));
			holders.put(false, this.parts.rows().holderOfId(this.connection, write));
		}
		for (Map.Entry<Boolean, @Nullable StoredRow> holder : holders.entrySet()) {
			if (holder.getValue() != null) {
				return new JournalResult.Duplicate(this.parts.rows().read(holder.getValue()), holder.getKey());
			}
		}
		if (write.sort() == Sort.ACCEPT) {
			throw new SQLException("The task that held a name has just left it", "40001");
		}
		return isLost(write) ? new JournalResult.Lost(write.uid()) : new JournalResult.Conflict(write.uid());
	}

	/** Whether the worker from which a change comes does not have the live task. */
	private boolean isLost(Write write) throws SQLException {
		if (write.worker() == null) {
			return false;
		}
		String sql = "SELECT worker FROM " + this.parts.tables().live() + " WHERE uid = ?";
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			statement.setObject(1, write.uid());
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() && !write.worker().equals(rows.getObject(1, UUID.class));
			}
		}
	}

}
