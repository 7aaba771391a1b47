package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

/**
 * Reads the rows of a CSV file in batches, so that only one batch is in memory. A batch
 * is bounded by its rows and by its memory. The first line names the columns; rows with a
 * different number of fields are rejected.
 */
final class CsvFile {

	/**
	 * Maximum size of a row in characters. Bounds the memory when a quote is never
	 * closed.
	 */
	private static final int MAX_ROW_SIZE = 64 * 1024;

	private final Iterator<CsvRecord> rows;

	private final CsvHeader header;

	private final CsvLimits limits;

	CsvFile(Reader text, CsvLimits limits) throws IOException {
		this.limits = limits;
		this.rows = CsvReader.builder()
			.extraFieldStrategy(FieldMismatchStrategy.IGNORE)
			.missingFieldStrategy(FieldMismatchStrategy.IGNORE)
			.build(CsvRecordHandler.of((handler) -> handler.maxFieldSize(MAX_ROW_SIZE).maxRecordSize(MAX_ROW_SIZE)),
					text)
			.iterator();
		if (!hasNext()) {
			throw new InvalidCsvException("The file is empty. Its first line must name the columns.");
		}
		this.header = CsvHeader.of(this.rows.next(), limits.columns());
	}

	boolean hasNext() throws IOException {
		try {
			return this.rows.hasNext();
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	/** Skips rows that were read before. */
	void skip(long count) throws IOException {
		for (long skipped = 0; skipped < count && hasNext(); skipped++) {
			this.rows.next();
		}
	}

	ImportBatch next() throws IOException {
		ImportBatch batch = new ImportBatch();
		long memory = 0;
		while (batch.size() < this.limits.batchRows() && memory < this.limits.batchMemory() && hasNext()) {
			CsvRecord row = this.rows.next();
			memory += this.header.memoryOf(row);
			if (this.header.fits(row)) {
				batch.add(row.getStartingLineNumber(), this.header.toMap(row));
			}
			else {
				batch.reject(row.getStartingLineNumber(),
						row.getFieldCount() + " fields instead of " + this.header.columns().size(), row.getFields());
			}
		}
		return batch;
	}

}
