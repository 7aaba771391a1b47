package io.github.taskhost.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files of the page keep to the policy under which browsers load them.
 */
class ConsoleFilesTests {

	private static final int VENDOR_MOST = 80 * 1024;

	private static final int LINES_MOST = 300;

	private static final Pattern FORBIDDEN = Pattern.compile(
			"innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafe-|\\beval\\b|new Function|style\\s*=\\s*[\"'$]"
					+ "|document\\.write|srcdoc|EventSource|<style|\\son[a-z]+=|<script>");

	private static final Pattern ABSOLUTE = Pattern.compile(
			"https?:(?!//www\\.w3\\.org/2000/svg|')|[\"'(`=]\\s*//[a-z]|(?:href|src|action)=[\"']?/|fetch\\([`'\"]/");

	private static final Pattern IMPORT = Pattern.compile("\\b(?:import|from)\\s*\\(?['\"]([^'\"\\n]+)['\"]");

	private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"(assets/@version@/[^\"]+)\"");

	private static final Path ROOT = root();

	private static Path root() {
		try {
			return Path.of(Objects.requireNonNull(ConsoleFilesTests.class.getResource("index.html")).toURI())
				.getParent();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<Path> files(String below, String... endings) {
		try (Stream<Path> files = Files.walk(ROOT.resolve(below))) {
			return files.filter(Files::isRegularFile)
				.filter((file) -> Stream.of(endings).anyMatch((ending) -> file.toString().endsWith(ending)))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Path> ours() {
		return files("", ".js", ".html", ".css", ".svg").stream()
			.filter((file) -> !file.startsWith(ROOT.resolve("vendor")))
			.toList();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void noFileMakesMarkupOfTextOrRunsTextAsCode() {
		assertThat(ours()).hasSizeGreaterThan(20)
			.allSatisfy((file) -> assertThat(read(file)).as("%s", file).doesNotContainPattern(FORBIDDEN));
	}

	@Test
	void everyAddressIsRelative() {
		assertThat(ours()).allSatisfy((file) -> assertThat(read(file)).as("%s", file).doesNotContainPattern(ABSOLUTE));
	}

	@Test
	void everyImportNamesAFileOfTheJar() {
		assertThat(files("", ".js")).filteredOn((file) -> !file.getFileName().toString().startsWith("uPlot"))
			.allSatisfy((file) -> IMPORT.matcher(read(file)).results().forEach((found) -> {
				String name = found.group(1);
				assertThat(name).as("in %s", file).startsWith(".");
				assertThat(Objects.requireNonNull(file.getParent()).resolve(name)).as("in %s", file).exists();
			}));
	}

	@Test
	void thePageRefersToFilesOfTheJarBelowTheVersion() {
		List<String> names = REFERENCE.matcher(read(ROOT.resolve("index.html")))
			.results()
			.map((found) -> found.group(1))
			.toList();
		assertThat(names).hasSize(6)
			.allSatisfy((name) -> assertThat(ROOT.resolve(name.replace("assets/@version@/", ""))).exists());
	}

	@Test
	void theLibrariesAreSmallAndCarryTheirLicences() throws IOException {
		long size = 0;
		for (Path file : files("vendor", ".js", ".css")) {
			size += Files.size(file);
		}
		assertThat(size).isBetween(50_000L, (long) VENDOR_MOST);
		assertThat(ROOT.resolve("vendor/lit-html/LICENSE")).exists();
		assertThat(ROOT.resolve("vendor/uplot/LICENSE")).exists();
	}

	@Test
	void modulesAreShort() {
		assertThat(files("js", ".js")).allSatisfy(
				(file) -> assertThat(read(file).lines().count()).as("%s", file).isLessThanOrEqualTo(LINES_MOST));
	}

	@Test
	void exportedFunctionsAreDocumented() {
		Pattern bare = Pattern.compile("(?<!\\*/)\\n(?:export (?:async )?(?:function|class) \\w+)");
		assertThat(files("js", ".js"))
			.allSatisfy((file) -> assertThat(read(file)).as("%s", file).doesNotContainPattern(bare));
	}

}
