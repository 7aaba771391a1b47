package io.github.taskhost.autoconfigure.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.List;
import java.util.stream.Stream;

import io.github.taskhost.autoconfigure.TaskhostProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration metadata beside the classes of the starter, as their JAR has it.
 */
final class ConfigurationMetadata {

	private final JsonNode metadata = read();

	List<JsonNode> groups() {
		return this.metadata.path("groups").valueStream().toList();
	}

	/** Returns the groups that a class of properties has, not a component of one. */
	List<JsonNode> roots() {
		return groups().stream().filter((group) -> group.path("type").equals(group.path("sourceType"))).toList();
	}

	List<JsonNode> properties() {
		return this.metadata.path("properties").valueStream().toList();
	}

	List<JsonNode> hints() {
		return this.metadata.path("hints").valueStream().toList();
	}

	JsonNode property(String name) {
		return properties().stream().filter((property) -> nameOf(property).equals(name)).findFirst().orElseThrow();
	}

	Stream<String> names() {
		return properties().stream().map(ConfigurationMetadata::nameOf);
	}

	static String nameOf(JsonNode item) {
		return item.path("name").asString();
	}

	private static JsonNode read() {
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
