package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The bounds of the memory that a file takes while it is read. */
class CsvFileTests {

	@Test
	void batchEndsAtItsNumberOfRows() throws IOException {
		assertThat(sizes(file("a\n" + "1\n".repeat(25), new CsvLimits(1, 10, 1_000_000)))).containsExactly(10, 10, 5);
	}

	@Test
	void batchOfWideRowsEndsAtItsMemory() throws IOException {
		String header = IntStream.range(0, 400).mapToObj((i) -> "c" + i).collect(Collectors.joining(",")) + "\n";
		String row = "1,".repeat(399) + "1\n";
		List<Integer> sizes = sizes(file(header + row.repeat(100), new CsvLimits(400, 500, 1_000_000)));
		assertThat(sizes).hasSizeGreaterThan(3).allMatch((size) -> size <= 25);
		assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
	}

	@Test
	void brokenRowsCountTowardsTheMemoryOfABatch() throws IOException {
		String broken = "1,".repeat(10_000) + "\n";
		assertThat(sizes(file("a\n" + broken.repeat(3), new CsvLimits(1, 500, 1_000_000)))).containsExactly(1, 1, 1);
	}

	@Test
	void longNamesOfColumnsCountForEachRow() throws IOException {
		String header = "x".repeat(60_000) + "\n";
		assertThat(sizes(file(header + "1\n".repeat(20), new CsvLimits(1, 500, 1_000_000)))).containsExactly(9, 9, 2);
	}

	@Test
	void tooManyColumnsAreRefused() {
		assertThatExceptionOfType(InvalidCsvException.class)
			.isThrownBy(() -> file("a,b,c\n", new CsvLimits(2, 10, 1000)))
			.withMessageContaining("3 columns")
			.withMessageContaining("limit of 2");
	}

	private static CsvFile file(String text, CsvLimits limits) throws IOException {
		return new CsvFile(new StringReader(text), limits);
	}

	private static List<Integer> sizes(CsvFile file) throws IOException {
		List<Integer> sizes = new ArrayList<>();
		while (file.hasNext()) {
			sizes.add(file.next().size());
		}
		return sizes;
	}

}
