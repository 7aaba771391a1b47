package io.github.taskhost.autoconfigure.reference;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.autoconfigure.reference.ReferencePage.Row;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares {@code docs/reference.md} with a running application.
 */
@Timeout(120)
class ReferenceTests {

	private static final Pattern KIND = Pattern.compile("taskhost_.*kind=\"([^\"]+)\"");

	private static final Set<String> COMMON_COMPONENTS = Set.of("record", "sequence", "time");

	private final ReferencePage page = new ReferencePage();

	private static ObservedApplication application;

	@BeforeAll
	static void run() throws Exception {
		application = ObservedApplication.start();
		application.work();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void metersMatchTheRunningApplication() {
		assertThat(application.meters()).isEqualTo(this.page.rows("Meters")
			.stream()
			.collect(Collectors.toMap((row) -> row.name(0),
					(row) -> ReferencePage.shape(row.cells().get(2), row.names(3)))));
	}

	@Test
	void everyMeterIsScrapedWithItsTypeAndDescription() throws Exception {
		String scrape = application.get("/actuator/prometheus");
		for (Row row : this.page.rows("Meters")) {
			String name = row.name(1);
			String type = row.cells().get(2).equals("timer") ? "summary" : row.cells().get(2);
			assertThat(scrape.lines()).as(name)
				.contains("# TYPE " + name + " " + type)
				.anyMatch((line) -> line.startsWith("# HELP " + name + " ") && line.length() > name.length() + 10);
		}
		Set<String> documented = this.page.rows("Meters")
			.stream()
			.map((row) -> row.name(1))
			.collect(Collectors.toSet());
		assertThat(scrape.lines()
			.filter((line) -> line.startsWith("# TYPE taskhost_"))
			.map((line) -> line.split(" ")[2])
			.filter((name) -> !name.endsWith("_seconds_max"))).allMatch(documented::contains);
	}

	@Test
	void propertiesMatchTheMetadata() {
		assertThat(DocumentedProperties.ofPage(this.page)).containsOnlyKeys(DocumentedProperties.ofMetadata().keySet());
	}

	@Test
	void defaultsMatchTheMetadata() {
		Map<String, String> defaults = DocumentedProperties.ofMetadata();
		defaults.values().removeIf(DocumentedProperties.NONE::equals);
		assertThat(DocumentedProperties.ofPage(this.page)).containsAllEntriesOf(defaults);
	}

	@Test
	void operationsMatchTheEndpoint() {
		assertThat(this.page.rows("Endpoint").stream().map((row) -> row.name(0).replaceAll("\\?.*", "")).distinct())
			.containsExactlyInAnyOrderElementsOf(application.operations());
	}

	@Test
	void healthDetailsMatchThePage() throws Exception {
		JsonNode details = new JsonMapper().readTree(application.get("/actuator/health"))
			.at("/components/backgroundtasks/details");
		assertThat(details.propertyNames()).containsExactlyInAnyOrderElementsOf(names("Health and info", 0));
	}

	@Test
	void kindsPastTheLimitShareOneTagValue() throws Exception {
		try (ObservedApplication many = ObservedApplication.start("taskhost.metrics.max-kinds=100")) {
			for (int i = 0; i < 1000; i++) {
				many.host().session("s1").spawn("kind-" + i, (context) -> "done").await(ObservedApplication.PATIENCE);
			}
			String scrape = many.get("/actuator/prometheus");
			assertThat(KIND.matcher(scrape).results().map((match) -> match.group(1)).distinct()).hasSize(102)
				.contains("_other", "other");
			assertThat(scrape.lines())
				.contains("taskhost_task_transitions_total{kind=\"_other\",state=\"completed\"} 900.0");
		}
	}

	@Test
	void keysOfTheLogContextMatchABody() throws Exception {
		BackgroundTaskHandle<Set<String>> task = application.host()
			.session("s1")
			.spawn(BackgroundTaskRegistration.ofKind("import").build(),
					(context) -> new TreeSet<>(MDC.getCopyOfContextMap().keySet()));
		task.await(ObservedApplication.PATIENCE);
		assertThat(task.result()).isEqualTo(names("Log context", 0));
	}

	@Test
	void eventsMatchTheHost() {
		Map<String, Set<String>> events = Arrays.stream(BackgroundTaskEvent.class.getPermittedSubclasses())
			.collect(Collectors.toMap((type) -> snakeCase(type.getSimpleName()), ReferenceTests::extraComponents));
		assertThat(this.page.rows("Events")
			.stream()
			.collect(Collectors.toMap((row) -> row.name(0), (row) -> row.names(2)))).isEqualTo(events);
	}

	private static Set<String> extraComponents(Class<?> event) {
		return Arrays.stream(event.getRecordComponents())
			.map(RecordComponent::getName)
			.filter((name) -> !COMMON_COMPONENTS.contains(name))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String snakeCase(String name) {
		return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
	}

	private Set<String> names(String heading, int column) {
		return this.page.rows(heading).stream().map((row) -> row.name(column)).collect(Collectors.toSet());
	}

}
