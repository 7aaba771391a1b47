package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskContext;

/**
 * The result of checking a file for broken rows before any row is loaded.
 *
 * @param rows the number of rows
 * @param broken the number of broken rows
 * @param first the reasons for the first broken rows
 */
record BrokenRows(long rows, long broken, List<String> first) {

	private static final int MAX_REASONS = 3;

	static BrokenRows in(CsvFile file, BackgroundTaskContext context) throws IOException {
		long rows = 0;
		long broken = 0;
		List<String> first = new ArrayList<>();
		context.status("Checking for broken rows");
		while (file.hasNext()) {
			context.throwIfCancelled();
			ImportBatch batch = file.next();
			rows += batch.size();
			broken += batch.rejected().size();
			batch.rejected()
				.stream()
				.limit(MAX_REASONS - first.size())
				.map(ImportBatch.RejectedRow::text)
				.forEach(first::add);
		}
		return new BrokenRows(rows, broken, first);
	}

	boolean isEmpty() {
		return this.broken == 0;
	}

	String text() {
		return this.broken + " of " + this.rows + " rows are broken";
	}

	String prompt() {
		return text() + " (" + String.join("; ", this.first) + ((this.broken > this.first.size()) ? "; …" : "")
				+ "). Import the valid rows?";
	}

}
