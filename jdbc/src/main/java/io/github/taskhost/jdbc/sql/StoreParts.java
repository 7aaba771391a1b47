package io.github.taskhost.jdbc.sql;

import java.util.List;

import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.row.TaskRows;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;

/**
 * The immutable parts that statements are made of, for one database.
 *
 * @param database the database
 * @param tables the names of the tables
 * @param statements the statements for tasks
 * @param extras the statements for other rows
 * @param drops the statements that delete the other rows of removed tasks
 * @param rows the reader of rows
 * @param notices the statements that tell other nodes
 */
public record StoreParts(Database database, Tables tables, Statements statements, ExtraStatements extras,
		List<Bulk<Write>> drops, TaskRows rows, Notices notices) {

	public static StoreParts of(Database database, Tables tables, RecordCodec codec) {
		Statements statements = new Statements(database, tables);
		List<Bulk<Write>> drops = List.of(statements.deleteAll(tables.message()), statements.deleteAll(tables.output()),
				statements.deleteAll(tables.checkpoint()), statements.deleteAll(tables.wake()));
		return new StoreParts(database, tables, statements, new ExtraStatements(database, tables), drops,
				new TaskRows(tables, codec), new Notices(database, tables, codec));
	}

}
