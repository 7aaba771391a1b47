package io.github.taskhost.sample.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import de.siegmar.fastcsv.reader.CsvRecord;

/**
 * The columns of a file, as its first line names them.
 *
 * @param columns their names, each once
 */
record CsvHeader(List<String> columns) {

	CsvHeader {
		if (columns.stream().anyMatch(String::isBlank) || columns.stream().distinct().count() < columns.size()) {
			throw new InvalidCsvException("The first line has to name each column, and each name once: " + columns);
		}
	}

	boolean fits(CsvRecord row) {
		return row.getFieldCount() == this.columns.size();
	}

	Map<String, String> name(CsvRecord row) {
		Map<String, String> named = LinkedHashMap.newLinkedHashMap(this.columns.size());
		for (int i = 0; i < this.columns.size(); i++) {
			named.put(this.columns.get(i), row.getField(i));
		}
		return named;
	}

}
