package io.github.taskhost.jdbc.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.jdbc.row.NoticeCodec;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.row.StoredRow;
import io.github.taskhost.jdbc.sql.LeftNotices;
import io.github.taskhost.jdbc.sql.PlainSql;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.spi.TaskNotice;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements over the table of notices. Used by one thread.
 */
final class InboxRows {

	private static final Logger log = LoggerFactory.getLogger(InboxRows.class);

	/** The largest number of notices that are taken together. */
	static final int BATCH = 100;

	private final StoreParts parts;

	private final NoticeCodec codec;

	InboxRows(StoreParts parts, RecordCodec codec) {
		this.parts = parts;
		this.codec = new NoticeCodec(codec);
	}

	/** The notices for a node behind one, in their order. */
	List<Arrived> after(Connection connection, UUID node, long id) throws SQLException {
		String sql = "SELECT id, uid, notice, content FROM " + this.parts.tables().inbox()
				+ " WHERE worker = ? AND id > ? ORDER BY id LIMIT " + BATCH;
		List<Arrived> arrived = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			PlainSql.bind(statement, List.of(node, id));
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					UUID uid = rows.getObject("uid", UUID.class);
					arrived.add(new Arrived(rows.getLong("id"), uid,
							read(uid, rows.getString("notice"), rows.getString("content"))));
				}
			}
		}
		return arrived;
	}

	/** Reads a notice. One that cannot be read says that there is something to read. */
	private TaskNotice read(UUID uid, String name, @Nullable String content) {
		try {
			return this.codec.read(uid, name, content);
		}
		catch (RuntimeException ex) {
			log.warn("A notice {} about task {} cannot be read, so its content is lost", name, uid, ex);
			return TaskNotice.Signal.CHANGED;
		}
	}

	/** The tasks with some uids. */
	Map<UUID, StoredRow> tasks(Connection connection, Collection<UUID> uids) throws SQLException {
		Map<UUID, StoredRow> tasks = new HashMap<>();
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT " + this.parts.rows().from() + "WHERE t.uid = ANY(?)")) {
			statement.setArray(1, connection.createArrayOf("uuid", uids.toArray()));
			this.parts.rows().list(statement).forEach((row) -> tasks.put(row.uid(), row));
		}
		return tasks;
	}

	/** Sends notices after their tasks. */
	void follow(Connection connection, Collection<Long> ids) throws SQLException {
		LeftNotices.follow(connection, this.parts.tables(), ids);
	}

	void delete(Connection connection, Collection<Long> ids) throws SQLException {
		if (!ids.isEmpty()) {
			try (PreparedStatement statement = connection
				.prepareStatement("DELETE FROM " + this.parts.tables().inbox() + " WHERE id = ANY(?)")) {
				statement.setArray(1, connection.createArrayOf("int8", ids.toArray()));
				statement.executeUpdate();
			}
		}
	}

	/**
	 * A notice that has arrived.
	 *
	 * @param id its place in the order
	 * @param uid the task
	 * @param notice the notice
	 */
	record Arrived(long id, UUID uid, TaskNotice notice) {

		/** Whether the notice has a value that is stored nowhere else. */
		boolean hasContent() {
			return this.notice instanceof TaskNotice.Output || this.notice instanceof TaskNotice.Reply;
		}

	}

}
