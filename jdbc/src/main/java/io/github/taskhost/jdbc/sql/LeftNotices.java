package io.github.taskhost.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;

import io.github.taskhost.jdbc.row.NoticeCodec;
import io.github.taskhost.jdbc.row.PendingReport;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements over the notices for a node that has lost the tasks, or is gone. Replies
 * and lines of output are stored nowhere else: those of live tasks wait for the node that
 * claims the task. The retention leaves the newest {@value PendingReport#MAX_LINES} lines
 * of each task. H2 has a single node and no notices.
 */
public final class LeftNotices {

	private static final Logger log = LoggerFactory.getLogger(LeftNotices.class);

	/** Stands for the node that claims a task. */
	static final UUID NEXT = new UUID(0, 0);

	private static final String DELETE = "DELETE FROM %s i WHERE i.worker = ?";

	private static final String HAS_CONTENT = "i.content IS NOT NULL AND i.notice NOT LIKE 'INSPECT%'";

	private LeftNotices() {
	}

	/**
	 * Keeps the notices for a node whose tasks were taken from it, as far as they are of
	 * use, and deletes the others. A task that is claimed meanwhile is waited for.
	 */
	public static void keep(Connection connection, Database database, Tables tables, UUID node) throws SQLException {
		if (database != Database.POSTGRESQL) {
			return;
		}
		readdress(connection, tables, "i.worker = ?", node);
		int lost = deleteOfEnded(connection, tables, node) + deleteOfEnded(connection, tables, NEXT);
		if (lost > 0) {
			log.info("{} replies and lines of output for worker {} came too late: their tasks have ended", lost, node);
		}
		PlainSql.update(connection, DELETE.formatted(tables.inbox()) + " AND NOT (" + HAS_CONTENT + ")", node);
	}

	/** Deletes the replies and lines of output for a node whose tasks have ended. */
	private static int deleteOfEnded(Connection connection, Tables tables, UUID node) throws SQLException {
		return PlainSql.update(connection, DELETE.formatted(tables.inbox()) + " AND " + HAS_CONTENT
				+ " AND NOT EXISTS (SELECT 1 FROM " + tables.live() + " l WHERE l.uid = i.uid)", node);
	}

	/**
	 * Deletes the notices for nodes that are gone, those of ended tasks that no node
	 * claims any more, and the oldest lines of output of tasks with too many.
	 */
	public static void removeOld(Connection connection, Tables tables) throws SQLException {
		int lost = deleteOfEnded(connection, tables, NEXT);
		if (lost > 0) {
			log.info("{} replies and lines of output came too late: their tasks have ended", lost);
		}
		int over = deleteOldLines(connection, tables);
		if (over > 0) {
			log.warn("{} lines of output are dropped: for tasks that no node has, the newest {} are kept", over,
					PendingReport.MAX_LINES);
		}
		PlainSql.update(connection,
				"DELETE FROM " + tables.inbox() + " i WHERE i.worker <> ? AND NOT EXISTS (SELECT 1 FROM "
						+ tables.node() + " n WHERE n.node_id = i.worker)",
				NEXT);
	}

	private static int deleteOldLines(Connection connection, Tables tables) throws SQLException {
		return PlainSql.update(connection,
				DELETE.formatted(tables.inbox()) + " AND i.id IN (SELECT o.id FROM (SELECT id, "
						+ "row_number() OVER (PARTITION BY uid ORDER BY id DESC) AS place FROM " + tables.inbox()
						+ " WHERE worker = ? AND notice = ?) o WHERE o.place > ?)",
				NEXT, NEXT, NoticeCodec.OUTPUT, PendingReport.MAX_LINES);
	}

	/** Sends notices after their tasks, which a node has given back. */
	public static void follow(Connection connection, Tables tables, Collection<Long> ids) throws SQLException {
		if (!ids.isEmpty()) {
			readdress(connection, tables, "i.id = ANY(?)", connection.createArrayOf("int8", ids.toArray()));
		}
	}

	private static void readdress(Connection connection, Tables tables, String which, Object value)
			throws SQLException {
		PlainSql.update(connection,
				"WITH kept AS (SELECT i.id, l.worker FROM " + tables.inbox() + " i JOIN " + tables.live()
						+ " l ON l.uid = i.uid WHERE " + which + " AND " + HAS_CONTENT
						+ " ORDER BY l.uid, i.id FOR UPDATE OF l) UPDATE " + tables.inbox()
						+ " i SET worker = COALESCE(kept.worker, ?) FROM kept WHERE kept.id = i.id",
				value, NEXT);
	}

	/**
	 * Takes the notices about tasks that a node claims in this transaction.
	 * @return whether there are some
	 */
	public static boolean claim(Connection connection, Database database, Tables tables, UUID node,
			Collection<UUID> uids) throws SQLException {
		if (database != Database.POSTGRESQL || uids.isEmpty()) {
			return false;
		}
		try (PreparedStatement statement = connection
			.prepareStatement("UPDATE " + tables.inbox() + " SET worker = ? WHERE worker = ? AND uid = ANY(?)")) {
			statement.setObject(1, node);
			statement.setObject(2, NEXT);
			statement.setArray(3, connection.createArrayOf("uuid", uids.toArray()));
			return statement.executeUpdate() > 0;
		}
	}

}
