package io.github.taskhost.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import io.github.taskhost.jdbc.row.NoticeCodec;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.row.WorkerIds;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.row.Write.Sort;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.spi.TaskNotice;
import org.jspecify.annotations.Nullable;

/**
 * The statements that leave notices for the nodes that have tasks, and wake them. A live
 * task is locked before its change, also while no node has it, so that no node takes it
 * meanwhile without the change. A line of output for a task that no node has waits for
 * the node that claims it. A notice about an ended task is for all other nodes, one of
 * which may keep it in memory. An answer is for the node that asked, and a question for
 * details is for no node but that of the live task. H2 has a single node and no notices.
 * Immutable.
 */
public final class Notices {

	private static final String SOURCE = "unnest(?::uuid[], ?::int8[], ?::uuid[], ?::text[], ?::text[]) "
			+ "AS n(uid, before, asker, notice, content)";

	private final boolean tells;

	private final NoticeCodec codec;

	private final String ofLive;

	private final String ofEnded;

	private final String ofAsker;

	Notices(Database database, Tables tables, RecordCodec codec) {
		this.tells = database == Database.POSTGRESQL;
		this.codec = new NoticeCodec(codec);
		String insert = "told AS (INSERT INTO " + tables.inbox() + " (worker, uid, notice, content) ";
		String notify = " RETURNING worker, uid) SELECT uid, pg_notify(?, worker::text) FROM told";
		this.ofLive = "WITH locked AS (SELECT l.worker, n.uid, n.notice, n.content FROM " + SOURCE + " JOIN "
				+ tables.live() + " l ON " + Bulk.byIndex("l.uid = n.uid") + " WHERE l.worker IS DISTINCT FROM ? "
				+ "AND (n.before IS NULL OR l.version = n.before) ORDER BY n.uid FOR UPDATE OF l), " + insert
				+ "SELECT COALESCE(worker, '" + LeftNotices.NEXT + "'), uid, notice, content FROM locked "
				+ "WHERE worker IS NOT NULL OR notice = '" + NoticeCodec.OUTPUT + "'" + notify;
		String others = "WITH " + insert + "SELECT d.node_id, n.uid, n.notice, n.content FROM " + SOURCE + " JOIN "
				+ tables.node() + " d ON %sd.node_id <> ? WHERE d.fenced_at IS NULL%s" + notify;
		this.ofEnded = others.formatted("",
				" AND NOT EXISTS (SELECT 1 FROM " + tables.live() + " l WHERE l.uid = n.uid)");
		this.ofAsker = others.formatted("d.node_id = n.asker AND ", "");
	}

	/** The name of the channel on which nodes are woken. */
	public static String channel(Tables tables) {
		return tables.inbox();
	}

	/**
	 * Tells of changes before they are stored.
	 * @param node the node that makes them, or {@code null} for a takeover
	 * @return the tasks that another node has
	 */
	Set<UUID> tell(Connection connection, Tables tables, @Nullable UUID node, List<Write> writes) throws SQLException {
		List<Write> told = this.tells ? writes.stream().filter(Write::isTold).toList() : List.of();
		if (told.isEmpty() || node == null) {
			return Set.of();
		}
		Set<UUID> all = new HashSet<>(
				run(connection, this.ofLive, tables, node, told.stream().filter(Notices::mayBeLive).toList()));
		all.addAll(run(connection, this.ofEnded, tables, node,
				told.stream().filter((write) -> mayHaveEnded(write) && !all.contains(write.uid())).toList()));
		all.addAll(run(connection, this.ofAsker, tables, node,
				told.stream().filter((write) -> asker(write) != null).toList()));
		return all;
	}

	private static boolean mayBeLive(Write write) {
		return write.sort() != Sort.REWRITE && write.sort() != Sort.REMOVE_ENDED && asker(write) == null;
	}

	private static boolean mayHaveEnded(Write write) {
		return switch (write.sort()) {
			case TELL -> asker(write) == null && !(notice(write) instanceof TaskNotice.Inspect);
			case REWRITE, REMOVE_ENDED -> true;
			default -> false;
		};
	}

	/** The node that gets an answer. */
	private static @Nullable UUID asker(Write write) {
		return (notice(write) instanceof TaskNotice.Inspected inspected) ? WorkerIds.nodeOf(inspected.asker()) : null;
	}

	private Set<UUID> run(Connection connection, String sql, Tables tables, UUID node, List<Write> some)
			throws SQLException {
		if (some.isEmpty()) {
			return Set.of();
		}
		List<Write> writes = some.stream().sorted(Comparator.comparing(Write::uid)).toList();
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			array(connection, statement, 1, "uuid", writes, Write::uid);
			array(connection, statement, 2, "int8", writes,
					(write) -> (write.sort() == Sort.TELL) ? null : write.before());
			array(connection, statement, 3, "uuid", writes, Notices::asker);
			array(connection, statement, 4, "text", writes, (write) -> this.codec.nameOf(notice(write)));
			array(connection, statement, 5, "text", writes, (write) -> this.codec.contentOf(notice(write)));
			statement.setObject(6, node);
			statement.setString(7, channel(tables));
			return new HashSet<>(PlainSql.uids(statement));
		}
	}

	private static TaskNotice notice(Write write) {
		return Objects.requireNonNull(write.change().notice());
	}

	private static void array(Connection connection, PreparedStatement statement, int index, String type,
			List<Write> writes, Function<Write, @Nullable Object> value) throws SQLException {
		statement.setArray(index, connection.createArrayOf(type, writes.stream().map(value).toArray()));
	}

}
