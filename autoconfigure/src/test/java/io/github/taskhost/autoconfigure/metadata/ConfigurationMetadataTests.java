package io.github.taskhost.autoconfigure.metadata;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the configuration metadata with the properties that the starter binds.
 */
class ConfigurationMetadataTests {

	/** Spring Boot binds these, for every endpoint and contributor. */
	private static final Set<String> OF_BOOT = Set.of("management.endpoint.backgroundtasks.access",
			"management.endpoint.backgroundtasks.cache.time-to-live", "management.info.taskhost.enabled");

	private static final Map<String, String> EXAMPLES = Map.ofEntries(Map.entry("java.lang.Boolean", "true"),
			Map.entry("java.lang.Integer", "7"), Map.entry("java.lang.Double", "0.5"),
			Map.entry("java.lang.String", "text"), Map.entry("java.time.Duration", "7m"),
			Map.entry("org.springframework.util.unit.DataSize", "7KB"),
			Map.entry("java.util.Set<java.lang.String>", "one,two"),
			Map.entry("java.util.List<java.lang.Class<? extends java.lang.Throwable>>", "java.io.IOException"));

	private final ConfigurationMetadata metadata = new ConfigurationMetadata();

	private static Stream<DynamicTest> each(List<JsonNode> items, Consumer<JsonNode> test) {
		assertThat(items).isNotEmpty();
		return items.stream()
			.map((item) -> DynamicTest.dynamicTest(ConfigurationMetadata.nameOf(item), () -> test.accept(item)));
	}

	private List<JsonNode> own() {
		return this.metadata.properties()
			.stream()
			.filter((property) -> !OF_BOOT.contains(ConfigurationMetadata.nameOf(property)))
			.toList();
	}

	private BoundProperties boundWith(String name) {
		return this.metadata.roots()
			.stream()
			.filter((root) -> name.startsWith(ConfigurationMetadata.nameOf(root) + "."))
			.map((root) -> BoundProperties.of(ConfigurationMetadata.nameOf(root), root.path("type").asString()))
			.findFirst()
			.orElseThrow();
	}

	private static void requireSentence(JsonNode item) {
		assertThat(item.path("description").asString("")).endsWith(".").hasSizeGreaterThan(6);
	}

	@TestFactory
	Stream<DynamicTest> everyGroupHasADescription() {
		return each(this.metadata.groups(), ConfigurationMetadataTests::requireSentence);
	}

	@TestFactory
	Stream<DynamicTest> everyPropertyHasATypeAndADescription() {
		return each(this.metadata.properties(), (property) -> {
			assertThat(property.path("type").asString("")).isNotEmpty();
			requireSentence(property);
		});
	}

	@Test
	void everyBoundPropertyIsThereWithItsType() {
		Map<String, String> bound = new TreeMap<>();
		this.metadata.roots()
			.forEach((root) -> bound
				.putAll(BoundProperties.of(ConfigurationMetadata.nameOf(root), root.path("type").asString()).types()));
		assertThat(own().stream()
			.collect(Collectors.toMap(ConfigurationMetadata::nameOf, (property) -> property.path("type").asString())))
			.isEqualTo(bound);
	}

	@TestFactory
	Stream<DynamicTest> everyPropertyBinds() {
		return each(own(), (property) -> {
			String name = ConfigurationMetadata.nameOf(property);
			BoundProperties bound = boundWith(name);
			if (!name.equals("taskhost.kinds")) {
				assertThat(bound.valueOf(bound.bind(Map.of(name, example(property))), name)).isNotNull();
			}
		});
	}

	private static String example(JsonNode property) {
		String type = property.path("type").asString().replaceAll("java.util.Set<(io.*)>", "$1");
		String example = EXAMPLES.get(type);
		return (example != null) ? example : constants(type).getFirst();
	}

	private static List<String> constants(String type) {
		return Arrays.stream(ClassUtils.resolveClassName(type, null).getEnumConstants())
			.map((constant) -> ((Enum<?>) constant).name())
			.toList();
	}

	@TestFactory
	Stream<DynamicTest> everyDefaultIsTheRealOne() {
		return each(own(), (property) -> {
			String name = ConfigurationMetadata.nameOf(property);
			BoundProperties bound = boundWith(name);
			Map<String, String> none = name.contains(".retry.") ? Map.of("taskhost.kinds.*.retry.max-attempts", "3")
					: Map.of();
			JsonNode value = property.path("defaultValue");
			if (value.isMissingNode()) {
				assertThat(bound.valueOf(bound.bind(Map.of()), name)).isNull();
				return;
			}
			Map<String, String> same = new TreeMap<>(none);
			same.put(name, value.isArray()
					? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(",")) : value.asString());
			assertThat(bound.bind(same)).isEqualTo(bound.bind(none));
		});
	}

	@Test
	void defaultsOfBootAreRight() {
		assertThat(this.metadata.property("management.endpoint.backgroundtasks.access").path("defaultValue").asString())
			.isEqualTo("read_only");
	}

	@TestFactory
	Stream<DynamicTest> everyHintIsForAPropertyAndPermitted() {
		return each(this.metadata.hints(), (hint) -> {
			String name = ConfigurationMetadata.nameOf(hint).replaceAll("\\.(keys|values)$", "");
			assertThat(this.metadata.names()).contains(name);
			Class<?> type = ClassUtils
				.resolveClassName(this.metadata.property(name).path("type").asString().replaceAll("<.*", ""), null);
			if (type.isEnum()) {
				assertThat(hint.path("values").valueStream().map((value) -> value.path("value").asString()))
					.isNotEmpty()
					.isSubsetOf(constants(type.getName()));
			}
		});
	}

	@Test
	void exceptionsAreCompletedByTheirClass() {
		assertThat(this.metadata.hints()
			.stream()
			.filter((hint) -> hint.at("/providers/0/name").asString("").equals("class-reference"))
			.filter((hint) -> hint.at("/providers/0/parameters/target").asString().equals("java.lang.Throwable"))
			.map(ConfigurationMetadata::nameOf))
			.containsExactlyInAnyOrder("taskhost.kinds.*.retry.retry-on", "taskhost.kinds.*.retry.not-on");
	}

}
