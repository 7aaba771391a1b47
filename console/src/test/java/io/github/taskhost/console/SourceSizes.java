package io.github.taskhost.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import org.jspecify.annotations.Nullable;

/**
 * Lines of code of types and methods, without comments and blank lines. Nested types are
 * counted separately.
 */
final class SourceSizes {

	private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*/\\*");

	private final List<Size> types = new ArrayList<>();

	private final List<Size> methods = new ArrayList<>();

	private SourceSizes() {
	}

	static SourceSizes of(Path root) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		SourceSizes sizes = new SourceSizes();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> paths = Files.walk(root)) {
			List<Path> sources = paths.filter((path) -> path.toString().endsWith(".java")).toList();
			JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
					files.getJavaFileObjectsFromPaths(sources));
			SourcePositions positions = Trees.instance(task).getSourcePositions();
			for (CompilationUnitTree unit : task.parse()) {
				sizes.new Scanner(unit, positions).scan(unit, null);
			}
		}
		return sizes;
	}

	List<Size> types() {
		return this.types;
	}

	List<Size> methods() {
		return this.methods;
	}

	record Size(String name, int lines) {
	}

	private final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {

		private final CompilationUnitTree unit;

		private final SourcePositions positions;

		private final BitSet code = new BitSet();

		private String type = "";

		Scanner(CompilationUnitTree unit, SourcePositions positions) throws IOException {
			this.unit = unit;
			this.positions = positions;
			String[] lines = withoutComments(unit.getSourceFile().getCharContent(true).toString()).split("\n", -1);
			for (int i = 0; i < lines.length; i++) {
				this.code.set(i + 1, !lines[i].isBlank());
			}
		}

		private static String withoutComments(String source) {
			StringBuilder code = new StringBuilder();
			int end = 0;
			for (int start = next(source, 0); start >= 0; start = next(source, end)) {
				code.append(source, end, start);
				end = source.indexOf("*/", start) + 2;
				source.substring(start, end).chars().filter((c) -> c == '\n').forEach((c) -> code.append('\n'));
			}
			return code.append(source, end, source.length()).toString().replaceAll("(?m)^\\s*//.*$", "");
		}

		/** The next comment that begins a line; texts may contain the same characters. */
		private static int next(String source, int from) {
			Matcher matcher = COMMENT.matcher(source);
			return matcher.find(from) ? matcher.start() : -1;
		}

		@Override
		public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
			String outer = this.type;
			this.type = outer.isEmpty() ? tree.getSimpleName().toString() : outer + "." + tree.getSimpleName();
			BitSet lines = lines(tree);
			tree.getMembers()
				.stream()
				.filter(ClassTree.class::isInstance)
				.forEach((member) -> lines.andNot(lines(member)));
			SourceSizes.this.types.add(new Size(this.type, lines.cardinality()));
			super.visitClass(tree, unused);
			this.type = outer;
			return null;
		}

		@Override
		public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
			SourceSizes.this.methods.add(new Size(this.type + "." + tree.getName(), lines(tree).cardinality()));
			return super.visitMethod(tree, unused);
		}

		private BitSet lines(Tree tree) {
			long first = this.unit.getLineMap().getLineNumber(this.positions.getStartPosition(this.unit, tree));
			long last = this.unit.getLineMap().getLineNumber(this.positions.getEndPosition(this.unit, tree));
			BitSet lines = new BitSet();
			lines.set((int) first, (int) last + 1);
			lines.and(this.code);
			return lines;
		}

	}

}
