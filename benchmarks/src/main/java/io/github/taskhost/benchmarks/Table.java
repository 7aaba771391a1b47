package io.github.taskhost.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A Markdown table.
 */
final class Table {

	private final List<String> lines = new ArrayList<>();

	Table(String... heads) {
		row(heads);
		row(Collections.nCopies(heads.length, "---").toArray(new String[0]));
	}

	void row(String... cells) {
		this.lines.add("| " + String.join(" | ", cells) + " |");
	}

	void print(PrintStream out) {
		this.lines.forEach(out::println);
		out.println();
	}

}
