package io.github.taskhost.sample.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Rows that are inserted into the database in one transaction.
 */
class ImportBatch {

	private final List<Row> rows = new ArrayList<>();

	private final List<RejectedRow> rejected = new ArrayList<>();

	void add(long line, Map<String, String> columns) {
		this.rows.add(new Row(line, columns));
	}

	void reject(long line, String reason, List<String> fields) {
		this.rejected.add(new RejectedRow(line, reason, fields));
	}

	List<Row> rows() {
		return this.rows;
	}

	List<RejectedRow> rejected() {
		return this.rejected;
	}

	int size() {
		return this.rows.size() + this.rejected.size();
	}

	record Row(long line, Map<String, String> columns) {
	}

	record RejectedRow(long line, String reason, List<String> fields) {

		String text() {
			return "line " + this.line + ": " + this.reason;
		}

	}

}
