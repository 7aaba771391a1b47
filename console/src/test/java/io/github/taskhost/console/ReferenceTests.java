package io.github.taskhost.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The properties of the module are those of its metadata, with their defaults, in
 * {@code docs/reference.md}.
 */
class ReferenceTests {

	@Test
	void everyPropertyIsDocumentedWithItsDefault() throws IOException, URISyntaxException {
		String page = Files.readString(Path.of("..", "docs", "reference.md"));
		int start = page.indexOf("\n## Console\n");
		assertThat(start).isNotNegative();
		Map<String, String> documented = new TreeMap<>();
		page.substring(start, page.indexOf("\n## ", start + 1))
			.lines()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> line.substring(2).split(" \\| "))
			.forEach((row) -> documented.put(code(row[0]), code(row[1])));
		assertThat(documented).isEqualTo(real());
	}

	private static String code(String cell) {
		return cell.startsWith("`") ? cell.substring(1, cell.lastIndexOf('`')).toLowerCase(Locale.ROOT) : "";
	}

	private static Map<String, String> real() throws IOException, URISyntaxException {
		try (InputStream metadata = ConsoleProperties.class.getProtectionDomain()
			.getCodeSource()
			.getLocation()
			.toURI()
			.resolve("META-INF/spring-configuration-metadata.json")
			.toURL()
			.openStream()) {
			Map<String, String> real = new TreeMap<>();
			for (JsonNode property : new JsonMapper().readTree(metadata).path("properties")) {
				real.put(property.path("name").asString(), property.path("defaultValue").asString(""));
			}
			return real;
		}
	}

}
