package io.github.taskhost.jdbc.read;

import java.sql.PreparedStatement;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.PlainSql;

/**
 * Finds out which of many tasks have not ended, with one statement. Thread-safe.
 *
 * @param threads the threads that read
 * @param tables the names of the tables
 */
public record LiveTasks(ReadThreads threads, Tables tables) {

	/** Returns those of some tasks that are live. */
	public Set<UUID> of(Collection<UUID> uids) {
		return this.threads.read((connection) -> {
			try (PreparedStatement statement = this.threads.prepare(connection,
					"SELECT uid FROM " + this.tables.live() + " WHERE uid = ANY(?)")) {
				statement.setArray(1, connection.createArrayOf("uuid", uids.toArray()));
				return new HashSet<>(PlainSql.uids(statement));
			}
		});
	}

}
