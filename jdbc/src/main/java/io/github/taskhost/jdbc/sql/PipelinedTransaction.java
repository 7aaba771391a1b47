package io.github.taskhost.jdbc.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.row.Write.Sort;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.ExtraStatements.EventRow;

/**
 * A {@link BatchTransaction} that PostgreSQL gets in one round trip, as long as all rows
 * are as expected. Its commit goes with it, unless a new task has a name that another one
 * may hold: a held name is no error. Used by one thread.
 */
public final class PipelinedTransaction {

	private final StoreParts parts;

	private final Connection connection;

	private final List<Write> writes;

	/**
	 * Creates a transaction.
	 * @param parts the statements
	 * @param connection a connection without a transaction
	 * @param writes changes of different tasks
	 */
	public PipelinedTransaction(StoreParts parts, Connection connection, List<Write> writes) {
		this.parts = parts;
		this.connection = connection;
		this.writes = writes;
	}

	/** Whether the database and the changes allow it. */
	public boolean isPossible() {
		return this.parts.database() == Database.POSTGRESQL
				&& this.writes.stream().allMatch(PipelinedTransaction::isUsual);
	}

	private static boolean isUsual(Write write) {
		return switch (write.sort()) {
			case END, CHANGE -> !write.moves() && !write.isTold() && !write.replacesInput();
			case ACCEPT -> write.live();
			default -> false;
		};
	}

	/** Whether the commit may be sent with the statements. */
	public boolean canCommit() {
		return this.writes.stream().noneMatch(PipelinedTransaction::isNamed);
	}

	private static boolean isNamed(Write write) {
		return write.sort() == Sort.ACCEPT && (write.givenId() != null || write.heldKey() != null);
	}

	/**
	 * Stores the changes.
	 * @param node the node, whose row is locked against a takeover
	 * @param events the entries of the log for all changes
	 * @param commits whether the commit is sent with them
	 * @return whether all is stored; otherwise the node is fenced or a row was not as
	 * expected, and the transaction must be rolled back
	 */
	public boolean store(UUID node, List<EventRow> events, boolean commits) throws SQLException {
		Pipeline pipeline = new Pipeline("SELECT 1" + BatchTransaction.locking(this.parts), node);
		fill(pipeline);
		pipeline.add(this.parts.extras().event, events);
		try {
			return commits ? pipeline.runWithCommit(this.connection) : pipeline.run(this.connection);
		}
		catch (SQLException ex) {
			if (SqlFailures.isDuplicate(ex)) {
				return false;
			}
			throw ex;
		}
	}

	private void fill(Pipeline pipeline) {
		Map<Sort, List<Write>> bySort = BatchTransaction.bySort(this.writes);
		List<Write> ends = bySort.getOrDefault(Sort.END, List.of());
		List<Write> accepts = bySort.getOrDefault(Sort.ACCEPT, List.of());
		Statements statements = this.parts.statements();
		pipeline.add(statements.endLive, ends);
		pipeline.add(statements.endTask, ends);
		pipeline.add(statements.change, bySort.getOrDefault(Sort.CHANGE, List.of()));
		pipeline.add(statements.acceptLive, accepts);
		pipeline.add(statements.acceptTask, accepts);
		Added added = Added.of(this.writes);
		pipeline.add(this.parts.extras().message, added.messages());
		pipeline.add(this.parts.extras().output, added.output());
		pipeline.add(this.parts.extras().kept, added.kept());
		pipeline.add(statements.wake, added.wakes());
	}

}
