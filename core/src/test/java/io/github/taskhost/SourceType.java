package io.github.taskhost;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a type, in lines of code without comments, imports and blank lines. It
 * relies on the format of the build: a type or method at some depth ends with a brace at
 * that depth.
 *
 * @param name the name of the file and the type
 * @param lines the lines of code, those of nested types apart
 * @param longestMethod the lines of its longest method
 */
record SourceType(String name, int lines, int longestMethod) {

	private static final Pattern TYPE = Pattern
		.compile("^(\\t*)(?:[a-z-]+ )*(?:class|interface|record|enum|@interface) (\\w+).*");

	private static final Pattern NO_CODE = Pattern.compile("^\\s*(?:$|//|/?\\*|import |package |@).*");

	/** Measures the types of a file. */
	static List<SourceType> of(Path file, List<String> source) {
		List<SourceType> types = new ArrayList<>();
		Deque<Measure> open = new ArrayDeque<>();
		for (String line : source) {
			Matcher type = TYPE.matcher(line);
			if (NO_CODE.matcher(line).matches()) {
				continue;
			}
			if (type.matches() && (open.isEmpty() || type.group(1).length() == open.peek().depth + 1)) {
				open.push(new Measure(type.group(2), type.group(1).length()));
			}
			Measure present = open.peek();
			if (present != null && present.takes(line)) {
				types.add(new SourceType(file.getFileName() + " " + present.name, present.lines, present.longest));
				open.pop();
			}
		}
		return types;
	}

	/** A type that is being measured. */
	private static final class Measure {

		private final String name;

		private final int depth;

		private final String end;

		private final String endOfMember;

		private int lines;

		private int member;

		private int longest;

		private Measure(String name, int depth) {
			this.name = name;
			this.depth = depth;
			this.end = "\t".repeat(depth) + "}";
			this.endOfMember = "\t".repeat(depth + 1) + "}";
		}

		/** Takes a line; tells whether the type ends with it. */
		private boolean takes(String line) {
			this.lines++;
			this.member++;
			if (line.startsWith(this.endOfMember)) {
				this.longest = Math.max(this.longest, this.member);
				this.member = 0;
			}
			else if (line.matches("\\t{" + (this.depth + 1) + "}\\S.*;")) {
				this.member = 0;
			}
			return line.startsWith(this.end);
		}

	}

}
