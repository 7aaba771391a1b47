package io.github.taskhost.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;

import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements over the notices for a node that has lost the tasks, or is gone. Replies
 * and lines of output are stored nowhere else: those of live tasks wait for the node that
 * claims the task. H2 has a single node and no notices.
 */
public final class LeftNotices {

	private static final Logger log = LoggerFactory.getLogger(LeftNotices.class);

	/** Stands for the node that claims a task. */
	static final UUID NEXT = new UUID(0, 0);

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
		String delete = "DELETE FROM " + tables.inbox() + " i WHERE i.worker = ?";
		String ended = " AND " + HAS_CONTENT + " AND NOT EXISTS (SELECT 1 FROM " + tables.live()
				+ " l WHERE l.uid = i.uid)";
		int lost = PlainSql.update(connection, delete + ended, node)
				+ PlainSql.update(connection, delete + ended, NEXT);
		if (lost > 0) {
			log.info("{} replies and lines of output for worker {} came too late: their tasks have ended", lost, node);
		}
		PlainSql.update(connection, delete + " AND NOT (" + HAS_CONTENT + ")", node);
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
