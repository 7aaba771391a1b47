package io.github.taskhost.autoconfigure.reference;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.taskhost.autoconfigure.TaskhostProperties;
import io.github.taskhost.autoconfigure.reference.ReferencePage.Row;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the properties and their defaults from the page and from the metadata.
 */
final class DocumentedProperties {

	static final String NONE = "none";

	private static final String KINDS = "taskhost.kinds";

	private DocumentedProperties() {
	}

	/** A name that begins with a dot is a sibling of the first name in its row. */
	static Map<String, String> ofPage(ReferencePage page) {
		Map<String, String> properties = new TreeMap<>();
		for (Row row : page.rows("Properties")) {
			List<String> names = row.codes(0);
			List<String> defaults = Arrays.stream(row.cells().get(1).split(", ")).toList();
			for (int i = 0; i < names.size(); i++) {
				String value = defaults.get(Math.min(i, defaults.size() - 1));
				properties.put(whole(names.get(0), names.get(i)), normal(value));
			}
		}
		return properties;
	}

	private static String whole(String first, String name) {
		return name.startsWith(".") ? first.substring(0, first.lastIndexOf('.')) + name : name;
	}

	/** A default that is not code is prose, and is not compared. */
	private static String normal(String text) {
		return text.startsWith("`") ? value(text.substring(1, text.length() - 1)) : NONE;
	}

	private static String value(String text) {
		return text.matches("PT.*|\\d+(ms|s|m|h|d)") ? DurationStyle.detectAndParse(text).toString() : plain(text);
	}

	private static String plain(String value) {
		return value.toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** An asterisk in the metadata stands for a kind. */
	static Map<String, String> ofMetadata() {
		Map<String, String> properties = new TreeMap<>();
		metadata().path("properties")
			.valueStream()
			.filter((property) -> !property.path("name").asString().equals(KINDS))
			.forEach((property) -> properties.put(property.path("name").asString().replace("*", "<kind>"),
					defaultOf(property.path("defaultValue"))));
		return properties;
	}

	private static String defaultOf(JsonNode value) {
		String text = value.asString("");
		return text.isEmpty() ? NONE : value(text);
	}

	private static JsonNode metadata() {
		URL classes = TaskhostProperties.class.getProtectionDomain().getCodeSource().getLocation();
		try (InputStream in = classes.toURI()
			.resolve("META-INF/spring-configuration-metadata.json")
			.toURL()
			.openStream()) {
			return new JsonMapper().readTree(in);
		}
		catch (IOException | URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
