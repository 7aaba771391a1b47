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

	CsvHeader {
		if (columns.stream().anyMatch(String::isBlank) || columns.stream().distinct().count() < columns.size()) {
			throw new InvalidCsvException(
					"The column names in the first line must be unique and not blank: " + columns);
		}
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
