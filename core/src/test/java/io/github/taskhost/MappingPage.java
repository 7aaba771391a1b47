package io.github.taskhost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of {@code docs/mapping.md}.
 */
final class MappingPage {

	private static final Path PAGE = Path.of("../docs/mapping.md");

	private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

	private MappingPage() {
	}

	static List<Row> rows() {
		List<Row> rows = new ArrayList<>();
		boolean inTable = false;
		List<String> lines = lines(PAGE);
		for (int index = 0; index < lines.size(); index++) {
			String line = lines.get(index);
			if (inTable && line.startsWith("|") && !line.startsWith("|---")) {
				rows.add(Row.of(index + 1, line));
			}
			inTable = line.startsWith("|");
		}
		return rows;
	}

	static Set<String> ourNames() {
		return rows().stream().map(Row::names).flatMap(Collection::stream).collect(Collectors.toSet());
	}

	static List<String> quotedIn(String text) {
		return QUOTED.matcher(text).results().map((MatchResult result) -> result.group(1)).toList();
	}

	static List<String> lines(Path file) {
		try (Stream<String> lines = Files.lines(file)) {
			return lines.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	record Row(int line, String text, List<String> cells) {

		static Row of(int line, String text) {
			String inner = text.substring(1, text.endsWith("|") ? text.length() - 1 : text.length());
			return new Row(line, text, Stream.of(inner.split("\\|", -1)).map(String::strip).toList());
		}

		String theirs() {
			return cell(0);
		}

		String ours() {
			return cell(1);
		}

		String remark() {
			return cell(2);
		}

		private String cell(int index) {
			return (index < this.cells.size()) ? this.cells.get(index) : "";
		}

		List<String> names() {
			return quotedIn(ours());
		}

		@Override
		public String toString() {
			return "docs/mapping.md:" + this.line + ": " + this.text;
		}

	}

}
