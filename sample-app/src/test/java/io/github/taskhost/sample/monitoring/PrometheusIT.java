package io.github.taskhost.sample.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.taskhost.sample.monitoring.Dashboard.Panel;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the queries of the dashboard and the rules against a real Prometheus that scrapes
 * the sample under load. Requires {@code prometheus} on the path; runs with
 * {@code mvn -Pmonitoring}.
 */
@Tag("prometheus")
class PrometheusIT {

	private static final Pattern VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static MonitoredApplication application;

	private static MonitoredApplication leaving;

	private static Load load;

	private static Prometheus prometheus;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		application = MonitoredApplication.start("monitored");
		leaving = MonitoredApplication.start("leaving");
		Files.writeString(directory.resolve("rules.yml"), withShortDelays(Files.readString(MonitoringFiles.rules())));
		Files.writeString(directory.resolve("prometheus.yml"), configuration());
		prometheus = Prometheus.start(directory);
		load = new Load(application);
		load.start();
	}

	/**
	 * Shortens the intervals and thresholds of the rules, so that alerts fire within
	 * seconds.
	 */
	private static String withShortDelays(String rules) {
		String shortened = rules.replaceAll("interval: \\w+", "interval: 1s")
			.replaceAll("for: \\w+", "for: 1s")
			.replace("> 4 * 3600", "> 1")
			.replace("> 15 * 60", "> 1");
		assertThat(shortened).doesNotContain("30s", "3600", "15 * 60");
		return shortened;
	}

	private static String configuration() {
		return """
				global:
				  scrape_interval: 1s
				  evaluation_interval: 1s
				rule_files: [rules.yml]
				scrape_configs:
				  - job_name: sample
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: ['127.0.0.1:%d', '127.0.0.1:%d']
				""".formatted(application.port(), leaving.port());
	}

	/**
	 * Fails at once when the load has failed, instead of after the timeout of each test.
	 */
	@BeforeEach
	void loadIsRunning() {
		assertThat(load.failure()).isNull();
	}

	@AfterAll
	static void stop() throws InterruptedException {
		prometheus.close();
		load.close();
		application.close();
		leaving.close();
	}

	static Stream<Arguments> queries() throws IOException {
		return MonitoringFiles.dashboard().panels().stream().flatMap(PrometheusIT::queries);
	}

	private static Stream<Arguments> queries(Panel panel) {
		return panel.expressions().stream().map((expression) -> Arguments.of(panel, withVariables(expression)));
	}

	private static String withVariables(String expression) {
		return expression.replace("$__rate_interval", "4s")
			.replace("$job", "sample")
			.replace("$instance", "127.0.0.1:" + application.port())
			.replace("$kind", ".*");
	}

	static Stream<Arguments> variables() throws IOException {
		return MonitoringFiles.dashboard()
			.variables()
			.stream()
			.map((variable) -> VALUES.matcher(variable.at("/query").asString()))
			.filter(Matcher::matches)
			.map((values) -> Arguments.of(withVariables(values.group(1)), values.group(2)));
	}

	static Stream<Rule> rules() throws IOException {
		return MonitoringFiles.allRules().stream();
	}

	static Stream<Rule> recordingRules() throws IOException {
		return rules().filter((rule) -> !rule.isAlert());
	}

	static Stream<Rule> alertsUnderLoad() throws IOException {
		return rules().filter(Rule::isAlert).filter((rule) -> !rule.name().equals("TaskhostHostDown"));
	}

	private static ConditionFactory eventually() {
		return Awaitility.await()
			.atMost(TIMEOUT)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(250))
			.failFast(() -> load.failure() != null);
	}

	@ParameterizedTest
	@MethodSource("queries")
	void panelShowsTheLoad(Panel panel, String query) {
		eventually().untilAsserted(() -> {
			List<JsonNode> answer = prometheus.query(query);
			assertThat(answer).as("%s: %s", panel, query)
				.anySatisfy((series) -> assertThat(value(series)).isPositive());
		});
	}

	private static double value(JsonNode series) {
		return Double.parseDouble(series.at("/value/1").asString());
	}

	/** Queries the values that Grafana offers: {@code label_values(series, label)}. */
	@ParameterizedTest
	@MethodSource("variables")
	void variableHasValues(String series, String label) {
		eventually().untilAsserted(() -> assertThat(prometheus.query("group by (" + label + ") (" + series + ")"))
			.anySatisfy((group) -> assertThat(group.at("/metric/" + label).asString()).isNotBlank()));
	}

	@ParameterizedTest
	@MethodSource("rules")
	void ruleIsEvaluatedWithoutAnError(Rule rule) {
		eventually().untilAsserted(() -> assertThat(prometheus.rules())
			.filteredOn((known) -> known.at("/name").asString().equals(rule.name()))
			.singleElement()
			.satisfies((known) -> assertThat(known.at("/health").asString()).as(known.toString()).isEqualTo("ok")));
		eventually().untilAsserted(() -> prometheus.query(rule.expression()));
	}

	@ParameterizedTest
	@MethodSource("recordingRules")
	void recordingRuleHasValues(Rule rule) {
		eventually().untilAsserted(() -> assertThat(prometheus.query(rule.name()))
			.anySatisfy((series) -> assertThat(value(series)).isPositive()));
	}

	@ParameterizedTest
	@MethodSource("alertsUnderLoad")
	void alertFires(Rule alert) {
		eventually().untilAsserted(() -> assertThat(prometheus.firing()).as(alert.expression()).contains(alert.name()));
	}

	@Test
	void alertFiresForAStoppedHost() {
		String known = "taskhost_sessions{instance=\"127.0.0.1:" + leaving.port() + "\"}";
		eventually().untilAsserted(() -> assertThat(prometheus.query(known)).isNotEmpty());
		assertThat(leaving.context().isActive()).isTrue();
		leaving.close();
		eventually().untilAsserted(() -> assertThat(prometheus.firing()).contains("TaskhostHostDown"));
	}

}
