package io.github.taskhost.sample.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import de.siegmar.fastcsv.reader.CsvRecord;

/**
 * The column names in the first line of a file.
 *
 * @param columns the names, unique and not blank
 */
record CsvHeader(List<String> columns) {

	/** Approximate memory of a field beside its characters, in bytes. */
	private static final int FIELD_SIZE = 100;

	CsvHeader {
		if (columns.stream().anyMatch(String::isBlank) || columns.stream().distinct().count() < columns.size()) {
			throw new InvalidCsvException(
					"The column names in the first line must be unique and not blank: " + columns);
		}
	}

	static CsvHeader of(CsvRecord line, int max) {
		if (line.getFieldCount() > max) {
			throw new InvalidCsvException("The file has " + line.getFieldCount() + " columns, which is more than the "
					+ "limit of " + max + ". Split it into files with fewer columns.");
		}
		return new CsvHeader(line.getFields());
	}

	/** Returns the approximate memory of a row, which is stored with its column names. */
	long memoryOf(CsvRecord row) {
		return (long) FIELD_SIZE * row.getFieldCount() + 2L * (sizeOf(this.columns) + sizeOf(row.getFields()));
	}

	private static int sizeOf(List<String> fields) {
		int size = 0;
		for (String field : fields) {
			size += field.length();
		}
		return size;
	}

	boolean fits(CsvRecord row) {
		return row.getFieldCount() == this.columns.size();
	}

	Map<String, String> toMap(CsvRecord row) {
		Map<String, String> named = LinkedHashMap.newLinkedHashMap(this.columns.size());
		for (int i = 0; i < this.columns.size(); i++) {
			named.put(this.columns.get(i), row.getField(i));
		}
		return named;
	}

}
