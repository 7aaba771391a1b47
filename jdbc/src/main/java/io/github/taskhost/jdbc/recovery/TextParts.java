package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import io.github.taskhost.jdbc.schema.Tables;

/**
 * Divides live tasks into parts whose records and inputs fit into the heap together. The
 * database tells the sizes, so that no text is read for them.
 */
final class TextParts {

	/** The bytes of a part, which may have one task with more. */
	static final long BYTES = 16_000_000;

	private final String sizes;

	TextParts(Tables tables) {
		this.sizes = "SELECT l.uid, COALESCE(OCTET_LENGTH(t.input), 0) + OCTET_LENGTH(l.record) FROM " + tables.live()
				+ " l JOIN " + tables.task() + " t ON t.uid = l.uid WHERE l.uid = ANY(?)";
	}

	/** The parts of tasks, in their order. */
	<T> List<List<T>> of(Connection connection, List<T> tasks, Function<T, UUID> uid) throws SQLException {
		if (tasks.size() <= 1) {
			return tasks.isEmpty() ? List.of() : List.of(tasks);
		}
		Map<UUID, Long> sizes = sizes(connection, tasks.stream().map(uid).toArray());
		return divided(tasks, (task) -> sizes.getOrDefault(uid.apply(task), 0L));
	}

	private Map<UUID, Long> sizes(Connection connection, Object[] uids) throws SQLException {
		Map<UUID, Long> sizes = new HashMap<>();
		try (PreparedStatement statement = connection.prepareStatement(this.sizes)) {
			statement.setArray(1, connection.createArrayOf("uuid", uids));
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					sizes.put(rows.getObject(1, UUID.class), rows.getLong(2));
				}
			}
		}
		return sizes;
	}

	static <T> List<List<T>> divided(List<T> tasks, Function<T, Long> size) {
		List<List<T>> parts = new ArrayList<>();
		int from = 0;
		long bytes = 0;
		for (int i = 0; i < tasks.size(); i++) {
			long next = size.apply(tasks.get(i));
			if (i > from && bytes + next > BYTES) {
				parts.add(tasks.subList(from, i));
				from = i;
				bytes = 0;
			}
			bytes += next;
		}
		if (from < tasks.size()) {
			parts.add(tasks.subList(from, tasks.size()));
		}
		return parts;
	}

}
