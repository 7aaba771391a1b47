package io.github.taskhost.jdbc.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.taskhost.jdbc.JdbcJournalSettings;
import io.github.taskhost.jdbc.JdbcTaskJournal;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The properties of the module are those of its metadata, with their defaults, in
 * {@code docs/reference.md}.
 */
class ReferenceTests {

	private static Stream<String[]> rows() throws IOException {
		return rows("Durable tasks");
	}

	private static Stream<String[]> rows(String heading) throws IOException {
		String page = Files.readString(Path.of("..", "docs", "reference.md"));
		int start = page.indexOf("\n## " + heading + "\n");
		assertThat(start).isNotNegative();
		return page.substring(start, page.indexOf("\n## ", start + 1))
			.lines()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> line.substring(2).split(" \\| "));
	}

	private static String code(String cell) {
		return cell.startsWith("`") ? cell.substring(1, cell.lastIndexOf('`')).toLowerCase(Locale.ROOT) : "";
	}

	private static List<JsonNode> properties() throws IOException, URISyntaxException {
		try (InputStream metadata = TaskhostDurableProperties.class.getProtectionDomain()
			.getCodeSource()
			.getLocation()
			.toURI()
			.resolve("META-INF/spring-configuration-metadata.json")
			.toURL()
			.openStream()) {
			return new JsonMapper().readTree(metadata).path("properties").valueStream().toList();
		}
	}

	@Test
	void everyPropertyIsDocumentedWithItsDefault() throws IOException, URISyntaxException {
		Map<String, String> documented = new TreeMap<>();
		rows().filter((row) -> row[0].contains("."))
			.forEach((row) -> documented.put(code(row[0]), row[1].contains("@") ? "" : code(row[1])));
		Map<String, String> real = new TreeMap<>();
		properties().forEach(
				(property) -> real.put(property.path("name").asString(), property.path("defaultValue").asString("")));
		assertThat(documented).isEqualTo(real);
	}

	@Test
	void everyMeterIsDocumentedWithItsTypeAndTags() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		rows("Meters of durable hosts").forEach((row) -> documented.put(code(row[0]),
				row[2].replace("summary", "distribution_summary") + " " + code(row[3])));
		Map<String, String> real = new TreeMap<>();
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		JdbcTaskJournal journal = new JdbcTaskJournal(new SimpleDriverDataSource(), JdbcJournalSettings.of("test"));
		new JournalGauges(journal).bindTo(registry);
		new JournalCounters(journal).bindTo(registry);
		registry.forEachMeter((meter) -> {
			assertThat(meter.getId().getDescription()).isNotBlank();
			assertThat(meter.getId().getBaseUnit()).isNotBlank();
			real.put(meter.getId().getName(), meter.getId().getType().name().toLowerCase(Locale.ROOT) + " "
					+ meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.joining()));
		});
		assertThat(documented).isEqualTo(real);
	}

	@Test
	void everyPropertyHasADescription() throws IOException, URISyntaxException {
		assertThat(properties()).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString("")).endsWith("."));
	}

}
