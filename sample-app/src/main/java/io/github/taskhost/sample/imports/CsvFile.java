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
 * The rows of a CSV file in batches: one batch at a time is in memory. The first line
 * names the columns; rows with another number of fields are kept apart.
 */
final class CsvFile {

	/** Of a row, in characters; a quote that is never closed must not take the memory. */
	private static final int MAX_ROW_SIZE = 64 * 1024;

	private final Iterator<CsvRecord> rows;

	private final CsvHeader header;

	CsvFile(Reader text) throws IOException {
		this.rows = CsvReader.builder()
			.extraFieldStrategy(FieldMismatchStrategy.IGNORE)
			.missingFieldStrategy(FieldMismatchStrategy.IGNORE)
			.build(CsvRecordHandler.of((handler) -> handler.maxFieldSize(MAX_ROW_SIZE).maxRecordSize(MAX_ROW_SIZE)),
					text)
			.iterator();
		if (!hasNext()) {
			throw new InvalidCsvException("The file is empty: its first line has to name the columns.");
		}
		this.header = new CsvHeader(this.rows.next().getFields());
	}

	boolean hasNext() throws IOException {
		try {
			return this.rows.hasNext();
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	ImportBatch next(int size) throws IOException {
		ImportBatch batch = new ImportBatch();
		while (batch.size() < size && hasNext()) {
			CsvRecord row = this.rows.next();
			if (this.header.fits(row)) {
				batch.add(row.getStartingLineNumber(), this.header.name(row));
			}
			else {
				batch.reject(row.getStartingLineNumber(),
						row.getFieldCount() + " fields instead of " + this.header.columns().size(), row.getFields());
			}
		}
		return batch;
	}

}
