package io.github.taskhost.autoconfigure.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of {@code docs/reference.md}.
 */
final class ReferencePage {

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private final String text;

	ReferencePage() {
		try {
			this.text = Files.readString(Path.of("..", "docs", "reference.md"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the rows of the tables under a heading, without the header rows. */
	List<Row> rows(String heading) {
		int start = this.text.indexOf("\n## " + heading + "\n");
		assertThat(start).as("the heading '%s'", heading).isNotNegative();
		int end = this.text.indexOf("\n## ", start + 1);
		String section = this.text.substring(start, (end < 0) ? this.text.length() : end);
		List<Row> rows = section.lines()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> new Row(Arrays.stream(line.substring(2).split("\\|")).map(String::strip).toList()))
			.toList();
		assertThat(rows).as("the table of '%s'", heading).isNotEmpty();
		return rows;
	}

	/** Returns the type and the tags of a meter in a comparable form. */
	static String shape(String type, Set<String> tags) {
		return type.toLowerCase(Locale.ROOT) + " " + new TreeSet<>(tags);
	}

	/**
	 * A row of a table.
	 *
	 * @param cells the text of its columns
	 */
	record Row(List<String> cells) {

		/** Returns the first name in a column. */
		String name(int column) {
			Matcher matcher = CODE.matcher(this.cells.get(column));
			assertThat(matcher.find()).as("a name in %s", this.cells).isTrue();
			return matcher.group(1);
		}

		/** Returns all code spans of a column, in order. */
		List<String> codes(int column) {
			return CODE.matcher(this.cells.get(column)).results().map((match) -> match.group(1)).toList();
		}

		/** Returns all names in a column. */
		Set<String> names(int column) {
			return new TreeSet<>(codes(column));
		}

	}

}
