package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.Progress;

/**
 * Streams a CSV file into the database, batch by batch. The first line names the columns;
 * rows with another number of fields are rejected. Between batches it can be cancelled,
 * and what is in stays in.
 */
class CsvImport implements BackgroundTask<ImportResult> {

	private final Path file;

	private final int batchSize;

	private final ImportStore store;

	private long imported;

	private long rejected;

	CsvImport(Path file, int batchSize, ImportStore store) {
		this.file = file;
		this.batchSize = batchSize;
		this.store = store;
	}

	@Override
	public ImportResult run(BackgroundTaskContext context) throws IOException {
		try (CsvReader<CsvRecord> reader = CsvReader.builder()
			.detectBomHeader(true)
			.extraFieldStrategy(FieldMismatchStrategy.IGNORE)
			.missingFieldStrategy(FieldMismatchStrategy.IGNORE)
			.ofCsvRecord(this.file)) {
			Iterator<CsvRecord> records = reader.iterator();
			List<String> header = header(records);
			while (records.hasNext()) {
				leaveIfCancelled(context);
				store(context, nextBatch(records, header));
			}
		}
		context.summary(this.imported + " rows imported, " + this.rejected + " rejected");
		return new ImportResult(this.imported, this.rejected);
	}

	private static List<String> header(Iterator<CsvRecord> records) {
		if (!records.hasNext()) {
			throw new IllegalArgumentException("The file is empty: its first line has to name the columns.");
		}
		List<String> header = records.next().getFields();
		if (header.stream().distinct().count() < header.size() || header.stream().anyMatch(String::isBlank)) {
			throw new IllegalArgumentException(
					"The first line has to name each column once, and leave none without a name: " + header);
		}
		return header;
	}

	private ImportBatch nextBatch(Iterator<CsvRecord> records, List<String> header) {
		ImportBatch batch = new ImportBatch();
		while (batch.size() < this.batchSize && records.hasNext()) {
			CsvRecord record = records.next();
			if (record.getFieldCount() == header.size()) {
				batch.add(record.getStartingLineNumber(), columns(header, record));
			}
			else {
				batch.reject(record.getStartingLineNumber(),
						record.getFieldCount() + " fields instead of " + header.size(), record.getFields());
			}
		}
		return batch;
	}

	private static Map<String, String> columns(List<String> header, CsvRecord record) {
		Map<String, String> columns = new LinkedHashMap<>();
		for (int i = 0; i < header.size(); i++) {
			columns.put(header.get(i), record.getField(i));
		}
		return columns;
	}

	private void store(BackgroundTaskContext context, ImportBatch batch) {
		this.store.insert(context.uid(), batch);
		this.imported += batch.rows().size();
		this.rejected += batch.rejected().size();
		context.progress(Progress.of(this.imported + this.rejected, "rows"));
	}

	private void leaveIfCancelled(BackgroundTaskContext context) {
		if (context.isCancelled()) {
			context.summary("Cancelled: " + this.imported + " rows are in, " + this.rejected + " were rejected");
			context.throwIfCancelled();
		}
	}

}
