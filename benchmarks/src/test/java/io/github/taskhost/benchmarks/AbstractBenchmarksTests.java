package io.github.taskhost.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The printed figures of a part. */
public abstract class AbstractBenchmarksTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	protected PrintStream print() {
		return new PrintStream(this.out, true, StandardCharsets.UTF_8);
	}

	protected String text() {
		return this.out.toString(StandardCharsets.UTF_8);
	}

	/** Returns the table rows that begin with one of the words. */
	protected List<String> rows(String... beginnings) {
		return text().lines()
			.filter((line) -> Arrays.stream(beginnings).anyMatch((word) -> line.startsWith("| " + word)))
			.toList();
	}

}
