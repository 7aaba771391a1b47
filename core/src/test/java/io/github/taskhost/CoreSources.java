package io.github.taskhost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sources of the core, for rules that byte code cannot express.
 */
final class CoreSources {

	private static final Path ROOT = Path.of("src/main/java/io/github/taskhost");

	private CoreSources() {
	}

	static List<String> linesWith(String text) {
		return linesWith(text, "");
	}

	static List<String> linesWith(String text, String folder) {
		try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.flatMap((file) -> lines(file).filter((line) -> line.contains(text)).map((line) -> file + ": " + line))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<String> lines(Path file) {
		try {
			return Files.readAllLines(file).stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The types of the core with their sizes, nested types apart. */
	static List<SourceType> types() {
		try (Stream<Path> files = Files.walk(ROOT)) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.flatMap((file) -> SourceType.of(file, lines(file).toList()).stream())
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
