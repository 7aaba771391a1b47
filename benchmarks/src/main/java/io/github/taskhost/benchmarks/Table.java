package io.github.taskhost.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A Markdown table.
 */
public final class Table {

	private final List<String> lines = new ArrayList<>();

	public Table(String... heads) {
		row(heads);
		row(Collections.nCopies(heads.length, "---").toArray(new String[0]));
	}

	public void row(String... cells) {
		this.lines.add("| " + String.join(" | ", cells) + " |");
	}

	public void print(PrintStream out) {
		this.lines.forEach(out::println);
		out.println();
	}

}
