package io.github.taskhost.sample.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.taskhost.sample.imports.ImportBatch.RejectedRow;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Imported and rejected rows in the database, with the uid of the import's task as key.
 * Columns are stored as JSON, because the file names them: text of a file never becomes
 * part of an SQL statement.
 */
@Repository
class ImportStore {

	private static final int MAX_REJECTED = 1000;

	private static final int MAX_REJECTED_SIZE = 1024 * 1024;

	private final JdbcTemplate jdbc;

	private final JsonMapper json;

	ImportStore(JdbcTemplate jdbc, JsonMapper json) {
		this.jdbc = jdbc;
		this.json = json;
	}

	/**
	 * Inserts a batch in one transaction.
	 * @param checkpoint keeps the place, in the same transaction
	 */
	@Transactional
	public void insert(UUID task, ImportBatch batch, Runnable checkpoint) {
		this.jdbc.batchUpdate("insert into imported_row (task, line, columns) values (?, ?, ?)",
				batch.rows()
					.stream()
					.map((row) -> new Object[] { task, row.line(), this.json.writeValueAsString(row.columns()) })
					.toList());
		this.jdbc.batchUpdate("insert into rejected_row (task, line, reason, fields) values (?, ?, ?, ?)", batch
			.rejected()
			.stream()
			.map((row) -> new Object[] { task, row.line(), row.reason(), this.json.writeValueAsString(row.fields()) })
			.toList());
		checkpoint.run();
	}

	/**
	 * Returns the first rejected rows, at most 1 MiB of them, in the order of their
	 * lines.
	 */
	@Transactional(readOnly = true)
	public List<RejectedRow> rejected(UUID task) {
		List<RejectedRow> rejected = new ArrayList<>();
		long size = 0;
		try (Stream<RejectedText> rows = this.jdbc.queryForStream(
				"select line, reason, fields from rejected_row where task = ? order by line limit ?",
				(row, number) -> new RejectedText(row.getLong(1), row.getString(2), row.getString(3)), task,
				MAX_REJECTED)) {
			for (RejectedText row : (Iterable<RejectedText>) rows::iterator) {
				size += row.fields().length();
				if (size > MAX_REJECTED_SIZE && !rejected.isEmpty()) {
					break;
				}
				rejected.add(new RejectedRow(row.line(), row.reason(), fields(row.fields())));
			}
		}
		return rejected;
	}

	private List<String> fields(String text) {
		return List.of(this.json.readValue(text, String[].class));
	}

	/** A rejected row as it is stored, with its fields as JSON. */
	private record RejectedText(long line, String reason, String fields) {
	}

	/** Returns the number of imported rows of a task. */
	@Transactional(readOnly = true)
	public long rows(UUID task) {
		Long rows = this.jdbc.queryForObject("select count(*) from imported_row where task = ?", Long.class, task);
		return (rows != null) ? rows : 0;
	}

	/** Deletes all rows of a task. */
	@Transactional
	public void delete(UUID task) {
		this.jdbc.update("delete from imported_row where task = ?", task);
		this.jdbc.update("delete from rejected_row where task = ?", task);
	}

}
