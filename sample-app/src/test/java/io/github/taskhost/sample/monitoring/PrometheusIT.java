package io.github.taskhost.sample.monitoring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.sample.monitoring.Dashboard.Panel;
import io.micrometer.tracing.Tracer;
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
 * the sample under load, with tracing. Requires {@code prometheus} on the path; runs with
 * {@code mvn -Pmonitoring}.
 */
@Tag("prometheus")
class PrometheusIT {

	private static final Pattern VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static MonitoredApplication application;

	private static MonitoredApplication leaving;

	private static MonitoredApplication restarted;

	private static boolean exemplars;

	private static Cluster cluster;

	private static Load load;

	private static ClusterLoad clusterLoad;

	/** The alert with a test of its own. */
	private static final String HOST_DOWN = "TaskhostHostDown";

	/** Series that only the load of the cluster gives a value. */
	private static final Pattern OF_CLUSTER = Pattern.compile("taskhost_(cluster_|schedules_next_age)");

	private static Prometheus prometheus;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		exemplars = Prometheus.readsExemplars();
		application = MonitoredApplication.start("monitored", exemplars, true);
		leaving = MonitoredApplication.start("leaving", exemplars, true);
		restarted = MonitoredApplication.start("restarted", exemplars, false);
		cluster = Cluster.start(exemplars);
		Files.writeString(directory.resolve("rules.yml"), withShortDelays(Files.readString(MonitoringFiles.rules())));
		Files.writeString(directory.resolve("prometheus.yml"), configuration());
		prometheus = Prometheus.start(directory);
		load = new Load(application);
		load.start();
		clusterLoad = new ClusterLoad(cluster);
		clusterLoad.start();
	}

	/**
	 * Shortens the intervals and thresholds of the rules, so that alerts fire within
	 * seconds.
	 */
	private static String withShortDelays(String rules) {
		String shortened = rules.replaceAll("interval: \\w+", "interval: 1s")
			.replaceAll("for: \\w+", "for: 1s")
			.replace("> 4 * 3600", "> 1")
			.replace("> 15 * 60", "> 1")
			.replaceAll("(taskhost_cluster_(lease_age_seconds|commit_waiting_requests|inbox_age_seconds)\\)) > \\d+",
					"$1 > 0")
			.replace("> 0.5", "> 0");
		assertThat(shortened).doesNotContain("30s", "3600", "15 * 60", "> 6", "> 1000", "> 0.5");
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
				  - job_name: restarted
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: ['127.0.0.1:%d']
				  - job_name: cluster
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: ['127.0.0.1:%d', '127.0.0.1:%d']
				""".formatted(application.port(), leaving.port(), restarted.port(), cluster.first().port(),
				cluster.second().port());
	}

	/**
	 * Fails at once when the load has failed, instead of after the timeout of each test.
	 */
	@BeforeEach
	void loadIsRunning() {
		assertThat(load.failure()).isNull();
		assertThat(clusterLoad.failure()).isNull();
	}

	@AfterAll
	static void stop() throws Exception {
		prometheus.close();
		load.close();
		clusterLoad.close();
		cluster.close();
		application.close();
		leaving.close();
		restarted.close();
	}

	static Stream<Arguments> queries() throws IOException {
		return MonitoringFiles.dashboard().panels().stream().flatMap(PrometheusIT::queries);
	}

	private static Stream<Arguments> queries(Panel panel) {
		return panel.expressions().stream().map((expression) -> Arguments.of(panel, withVariables(expression)));
	}

	private static String withVariables(String expression) {
		return OF_CLUSTER.matcher(expression).find()
				? withVariables(expression, "cluster", cluster.first(), ".*")
					.replace(String.valueOf(cluster.first().port()), ".*")
				: withVariables(expression, "sample", application, ".*");
	}

	private static String withVariables(String expression, String job, MonitoredApplication from, String kind) {
		return expression.replace("$__rate_interval", "4s")
			.replace("$job", job)
			.replace("$instance", "127.0.0.1:" + from.port())
			.replace("$kind", kind);
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
		return rules().filter(Rule::isAlert).filter((rule) -> !rule.name().equals(HOST_DOWN));
	}

	private static ConditionFactory eventually() {
		return Awaitility.await()
			.atMost(TIMEOUT)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(250))
			.failFast(() -> load.failure() != null || clusterLoad.failure() != null);
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
	void scrapeHasTheTracesThatThisPrometheusReads() throws Exception {
		assertThat(application.context().getBeansOfType(Tracer.class)).isNotEmpty();
		HttpRequest scrape = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + application.port() + "/actuator/prometheus"))
			.header("Accept", "application/openmetrics-text; version=1.0.0")
			.build();
		try (HttpClient client = HttpClient.newHttpClient()) {
			eventually().untilAsserted(() -> {
				String text = client.send(scrape, BodyHandlers.ofString()).body();
				assertThat(text).contains("taskhost_task_transitions_total{kind=\"flaky\",state=\"failed\"}");
				assertThat(text.contains("trace_id=")).isEqualTo(exemplars);
			});
		}
	}

	/**
	 * The meters of a configured kind exist from the start: without the zero before them
	 * the first failures would be no increase. Kinds that data names share their meters.
	 */
	@Test
	void firstFailuresOfAConfiguredKindAreSeenBesideAHundredOthers() throws Exception {
		BackgroundTaskHost host = restarted.host();
		for (int i = 0; i < 110; i++) {
			host.session("data-" + i).spawn("named-" + i, (context) -> 1);
		}
		String failures = "taskhost_task_transitions_total{job=\"restarted\", kind=\"" + MonitoredApplication.CONFIGURED
				+ "\", state=\"failed\"}";
		eventually().untilAsserted(() -> assertThat(prometheus.query(failures + " == 0")).hasSize(1));
		for (int i = 0; i < 40; i++) {
			host.session("report-" + i).spawn(MonitoredApplication.CONFIGURED, (context) -> {
				throw new IllegalStateException("the database is not there yet");
			});
		}
		eventually().untilAsserted(() -> assertThat(prometheus.query(failures + " == 40")).hasSize(1));
		eventually().untilAsserted(
				() -> assertThat(prometheus.query("ALERTS{job=\"restarted\", kind=\"" + MonitoredApplication.CONFIGURED
						+ "\", alertname=\"TaskhostFailureRatio\", alertstate=\"firing\"}"))
					.hasSize(1));
		for (String panel : List.of("Failures in the last hour", "Failure kinds")) {
			eventually().untilAsserted(() -> assertThat(prometheus.query(queryOf(panel)))
				.anySatisfy((series) -> assertThat(value(series)).isPositive()));
		}
		String others = "taskhost_task_transitions_total{job=\"restarted\", kind=\"_other\"} > 0";
		eventually().untilAsserted(() -> assertThat(prometheus.query(others)).isNotEmpty());
	}

	private static String queryOf(String title) throws IOException {
		return MonitoringFiles.dashboard()
			.panels()
			.stream()
			.filter((panel) -> panel.title().equals(title))
			.flatMap((panel) -> panel.expressions().stream())
			.map((expression) -> expression.replace("$__rate_interval", "1m"))
			.map((expression) -> withVariables(expression, "restarted", restarted, MonitoredApplication.CONFIGURED))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void alertFiresForAStoppedHost() {
		String known = "taskhost_sessions{instance=\"127.0.0.1:" + leaving.port() + "\"}";
		eventually().untilAsserted(() -> assertThat(prometheus.query(known)).isNotEmpty());
		assertThat(leaving.context().isActive()).isTrue();
		leaving.close();
		eventually().untilAsserted(() -> assertThat(prometheus.firing()).contains(HOST_DOWN));
	}

}
