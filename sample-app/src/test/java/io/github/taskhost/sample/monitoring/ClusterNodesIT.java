package io.github.taskhost.sample.monitoring;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.github.taskhost.TaskRequest;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes on a PostgreSQL, as operators see them.
 */
class ClusterNodesIT {

	private Cluster cluster;

	@BeforeEach
	void start() throws IOException {
		this.cluster = Cluster.start(false);
	}

	@AfterEach
	void stop() throws IOException {
		this.cluster.close();
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
	}

	private static JsonNode get(MonitoredApplication node, String path) throws Exception {
		return node.client().get(path).json();
	}

	private static List<JsonNode> nodes(MonitoredApplication node) throws Exception {
		return get(node, "/actuator/backgroundtasks").at("/nodes").valueStream().toList();
	}

	private static JsonNode health(MonitoredApplication node) throws Exception {
		return get(node, "/actuator/health").at("/components/taskhostJournal");
	}

	private static List<String> texts(List<JsonNode> nodes, String field) {
		return nodes.stream().map((node) -> node.at("/" + field).asString()).toList();
	}

	private static double meter(MonitoredApplication node, String series) throws Exception {
		return node.client()
			.get("/actuator/prometheus")
			.text()
			.lines()
			.filter((line) -> line.startsWith(series + " "))
			.mapToDouble((line) -> Double.parseDouble(line.substring(series.length() + 1)))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void endpointHealthAndMetersShowTheNodes() throws Exception {
		MonitoredApplication first = this.cluster.first();
		MonitoredApplication second = this.cluster.second();
		eventually().until(() -> nodes(first).size() == 2 && nodes(second).size() == 2);
		assertThat(texts(nodes(first), "name")).containsExactly("first", "second");
		assertThat(texts(nodes(second), "name")).containsExactly("second", "first");
		assertThat(texts(nodes(first), "own")).containsExactly("true", "false");
		assertThat(texts(nodes(first), "lease")).containsExactly("held", "held");
		assertThat(texts(nodes(first), "worker")).containsExactlyInAnyOrderElementsOf(texts(nodes(second), "worker"));
		assertThat(texts(nodes(first), "leaseAge"))
			.allSatisfy((age) -> assertThat(Duration.parse(age)).isLessThan(Duration.ofSeconds(3)));
		assertThat(health(first).at("/details/nodes").asInt()).isEqualTo(2);
		assertThat(meter(first, "taskhost_cluster_nodes{lease=\"held\"}")).isEqualTo(2);
		second.host().session("s1").submit(TaskRequest.of(MonitoredApplication.LASTING));
		eventually().until(() -> nodes(first).get(1).at("/running").asInt() == 1);
		assertThat(health(second).at("/details/draining").asBoolean()).isFalse();
	}

	@Test
	void takeoverChangesTheMeters() throws Exception {
		MonitoredApplication first = this.cluster.first();
		MonitoredApplication second = this.cluster.second();
		eventually().until(() -> nodes(first).size() == 2 && nodes(second).size() == 2);
		second.host().session("s1").submit(TaskRequest.of(MonitoredApplication.LASTING));
		eventually().until(() -> nodes(second).get(0).at("/running").asInt() == 1);
		String before = nodes(second).get(0).at("/worker").asString();
		assertThat(this.cluster.update("UPDATE taskhost_node SET fenced_at = clock_timestamp() WHERE name = 'second'"))
			.isOne();
		eventually().until(() -> meter(second, "taskhost_cluster_fencings_total") == 1);
		eventually().until(() -> sum("taskhost_cluster_takeovers_total") == 1);
		assertThat(sum("taskhost_cluster_recovered_tasks_total")).isOne();
		assertThat(sum("taskhost_cluster_orphaned_tasks_total")).isZero();
		assertThat(meter(first, "taskhost_cluster_fencings_total")).isZero();
		assertThat(nodes(second).get(0).at("/worker").asString()).isNotEqualTo(before);
		assertThat(health(second).at("/details/fencings").asInt()).isOne();
		assertThat(meter(second, "taskhost_cluster_commit_seconds_count")).isPositive();
	}

	private double sum(String series) throws Exception {
		return meter(this.cluster.first(), series) + meter(this.cluster.second(), series);
	}

}
