package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskContext;

/**
 * What is wrong with a file, found by reading it once before anything is loaded.
 *
 * @param rows how many rows it has
 * @param broken how many of them are broken
 * @param first the reasons of the first of these
 */
record BrokenRows(long rows, long broken, List<String> first) {

	private static final int REASONS = 3;

	static BrokenRows in(CsvFile file, int batchSize, BackgroundTaskContext context) throws IOException {
		long rows = 0;
		long broken = 0;
		List<String> first = new ArrayList<>();
		context.status("Looking for broken rows");
		while (file.hasNext()) {
			context.throwIfCancelled();
			ImportBatch batch = file.next(batchSize);
			rows += batch.size();
			broken += batch.rejected().size();
			batch.rejected()
				.stream()
				.limit(REASONS - first.size())
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
				+ "). Import the good ones? Answer with an action: approve or stop.";
	}

}
