package io.github.taskhost.sample.monitoring;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

import io.github.taskhost.sample.monitoring.Dashboard.Panel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class DashboardTests {

	private static final int COLUMNS = 24;

	private static final Pattern SCHEDULES = Pattern.compile("taskhost_(schedules|ratelimit)|kind=\"group\"");

	private static final String[] SOURCE = { "prometheus", "${datasource}" };

	static List<Panel> panels() throws IOException {
		return MonitoringFiles.dashboard().panels();
	}

	@ParameterizedTest
	@MethodSource("panels")
	void panelHasADescriptionAndAUnit(Panel panel) {
		assertThat(panel.title()).isNotBlank();
		assertThat(panel.json().at("/description").asString()).endsWith(".").hasSizeGreaterThan(20);
		assertThat(panel.json().at("/fieldConfig/defaults/unit").asString()).isIn("short", "s", "ops", "percentunit");
		assertThat(panel.json().at("/type").asString()).isIn("stat", "timeseries");
	}

	@ParameterizedTest
	@MethodSource("panels")
	void panelQueriesTheSelectedDataSourceJobAndInstance(Panel panel) {
		assertThat(source(panel.json())).containsExactly(SOURCE);
		assertThat(panel.targets()).isNotEmpty().allSatisfy((target) -> {
			assertThat(source(target)).containsExactly(SOURCE);
			assertThat(target.at("/legendFormat").asString()).isNotBlank();
		});
		assertThat(panel.targets()).extracting((target) -> target.at("/refId").asString()).doesNotHaveDuplicates();
		assertThat(panel.expressions())
			.allSatisfy((expression) -> assertThat(expression).contains("job=~\"$job\", instance=~\"$instance\""));
	}

	private static List<String> source(JsonNode node) {
		return List.of(node.at("/datasource/type").asString(), node.at("/datasource/uid").asString());
	}

	@Test
	void panelIdsAndTitlesAreUnique() throws IOException {
		assertThat(MonitoringFiles.dashboard().elements()).extracting((panel) -> panel.json().at("/id").asInt())
			.doesNotHaveDuplicates()
			.allSatisfy((id) -> assertThat(id).isPositive());
		assertThat(panels()).extracting(Panel::title).doesNotHaveDuplicates();
	}

	@Test
	void panelsAreInTheGridAndDoNotOverlap() throws IOException {
		List<Panel> panels = MonitoringFiles.dashboard().elements();
		for (Panel panel : panels) {
			assertThat(panel.start("w")).isPositive();
			assertThat(panel.start("h")).isPositive();
			assertThat(panel.start("x")).isNotNegative();
			assertThat(panel.end("x", "w")).isLessThanOrEqualTo(COLUMNS);
			assertThat(panels).filteredOn((other) -> other.overlaps(panel)).containsExactly(panel);
		}
	}

	@ParameterizedTest
	@MethodSource("panels")
	void panelIsInTheRowOfItsMeters(Panel panel) throws IOException {
		assertThat(panel.expressions()).extracting(DashboardTests::row)
			.containsOnly(MonitoringFiles.dashboard().row(panel));
	}

	private static String row(String expression) {
		if (expression.contains("taskhost_cluster_")) {
			return "Cluster";
		}
		return SCHEDULES.matcher(expression).find() ? "Schedules and limits" : "";
	}

	@Test
	void variablesSelectTheDataSourceTheJobTheInstanceAndTheKind() throws IOException {
		assertThat(MonitoringFiles.dashboard().variables()).extracting((variable) -> variable.at("/name").asString())
			.containsExactly("datasource", "job", "instance", "kind");
	}

	@Test
	void dashboardCanBeImportedAgain() throws IOException {
		JsonNode dashboard = MonitoringFiles.dashboard().json();
		assertThat(dashboard.at("/uid").asString()).isEqualTo("taskhost");
		assertThat(dashboard.has("id")).as("an id is only valid in one Grafana").isFalse();
		assertThat(dashboard.at("/schemaVersion").asInt()).isPositive();
	}

	@ParameterizedTest
	@MethodSource("panels")
	void panelIsDocumentedInOperations(Panel panel) throws IOException {
		assertThat(MonitoringFiles.read("docs/operations.md")).contains("| " + panel.title() + " |");
	}

}
