package io.github.taskhost.crash;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.jspecify.annotations.Nullable;

/**
 * A deliberate fault in the production code, which the checker must find.
 *
 * @param module the folder of the module
 * @param type the simple name of the class
 * @param piece the piece of its source that is replaced
 * @param replacement the replacement
 * @param also a second fault, without which the first has no effect in the scenario
 */
record Mutant(String module, String type, String piece, String replacement, @Nullable Mutant also) {

	/** A node learns of no change of another one, as if its notices came late. */
	private static final Mutant DEAF = new Mutant("jdbc", "Inbox", "while (!isStopped()) {",
			"boolean deaf = true;\n while (!deaf && !isStopped()) {");

	/** A change is stored over a change that its thread has not seen. */
	static final Mutant WITHOUT_VERSION_GUARD = new Mutant("jdbc", "Statements",
			"t.uid = :uid AND t.version = :before AND (:worker", "t.uid = :uid AND (:worker", DEAF);

	/** A takeover does not find the connections of a lost node, and ends none. */
	private static final Mutant UNMARKED = new Mutant("jdbc", "WriterConnection", "NodeMark.add(current, node);", "");

	/** A group commit does not keep a takeover out. */
	static final Mutant WITHOUT_KEY_SHARE = new Mutant("jdbc", "BatchTransaction", "\" FOR KEY SHARE\"", "\"\"",
			UNMARKED);

	/** A body starts before its start is stored. */
	static final Mutant START_BEFORE_COMMIT = new Mutant("core", "StartQueue",
			"return this.commits.apply(attempt.task(), attempt.number(), start)",
			"attempt.start();\n return this.commits.apply(attempt.task(), attempt.number(), start)");

	/** An attempt that was lost is repeated under its number. */
	static final Mutant SAME_ATTEMPT = new Mutant("core", "Attempts", ".attempt(record.attempt() + 1)",
			".attempt(record.attempt())");

	/** A run is stored by itself, and not together with its due time. */
	static final Mutant RUN_BEFORE_ITS_DUE_TIME = new Mutant("core", "RunTransactions",
			"return (present != null) ? present : this.application.current();", "return null;");

	/** Due times that passed without a run are forgotten. */
	static final Mutant MISSES_NOT_COUNTED = new Mutant("core", "ScheduleRules", "passed.missed() + (late ? 1 : 0)",
			"late ? 1 : 0");

	/** An end is given up when the database is away for the accept timeout. */
	static final Mutant END_NOT_RETRIED = new Mutant("core", "Journaling",
			"JournalRules.waitsForStore(decided.command()) ? Patience.UNBOUNDED", "false ? Patience.UNBOUNDED");

	private Mutant(String module, String type, String piece, String replacement) {
		this(module, type, piece, replacement, null);
	}

	/**
	 * Compiles the changed source.
	 * @param directory the directory to use
	 * @return the folder of the classes, for the front of a class path
	 */
	Path compile(Path directory) {
		Path source = source();
		try {
			String text = Files.readString(source);
			int first = text.indexOf(this.piece);
			if (first < 0 || text.indexOf(this.piece, first + 1) >= 0) {
				throw new IllegalStateException(
						source + " must have this text once. Adapt the mutant to the new source: " + this.piece);
			}
			Path changed = directory.resolve("source").resolve(this.type + ".java");
			Path classes = Files.createDirectories(directory.resolve("classes"));
			Files.createDirectories(directory.resolve("source"));
			Files.writeString(changed, text.replace(this.piece, this.replacement));
			compile(changed, classes);
			if (this.also != null) {
				this.also.compile(directory);
			}
			return classes.toAbsolutePath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Finds the source by its name, since packages change. */
	private Path source() {
		Path root = Path.of(System.getProperty("basedir", ""))
			.toAbsolutePath()
			.resolveSibling(this.module)
			.resolve("src/main/java");
		try (Stream<Path> files = Files.walk(root)) {
			List<Path> found = files.filter((file) -> file.endsWith(this.type + ".java")).toList();
			if (found.size() != 1) {
				throw new IllegalStateException(this.type + ".java must be once in " + root + ": " + found);
			}
			return found.get(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void compile(Path source, Path classes) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter problems = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			boolean compiled = compiler
				.getTask(problems, files, null, List.of("-proc:none", "-nowarn", "-parameters", "-cp",
						WorkerSetup.testClassPath(), "-d", classes.toString()), null, files.getJavaFileObjects(source))
				.call();
			if (!compiled) {
				throw new IllegalStateException("The mutant cannot be compiled: " + problems);
			}
		}
	}

}
