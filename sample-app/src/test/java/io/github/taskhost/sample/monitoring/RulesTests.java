package io.github.taskhost.sample.monitoring;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class RulesTests {

	private static final String PAGE = "docs/operations.md";

	static List<Rule> rules() throws IOException {
		return MonitoringFiles.allRules();
	}

	static List<Rule> alerts() throws IOException {
		return rules().stream().filter(Rule::isAlert).toList();
	}

	@ParameterizedTest
	@MethodSource("alerts")
	void alertHasASeverityAndASummaryAndADescription(Rule alert) {
		assertThat(alert.labels().get("severity")).isIn("warning", "critical");
		assertThat(alert.annotations().get("summary")).isNotBlank();
		assertThat(alert.annotations().get("description")).isNotBlank();
	}

	@ParameterizedTest
	@MethodSource("alerts")
	void alertLinksToItsRunbook(Rule alert) throws IOException {
		assertThat(alert.annotations()).containsEntry("runbook_url",
				PAGE + "#" + alert.name().toLowerCase(Locale.ROOT));
		assertThat(MonitoringFiles.read(PAGE).lines()).contains("### " + alert.name());
	}

	@ParameterizedTest
	@MethodSource("rules")
	void ruleIsTested(Rule rule) throws IOException {
		String tests = MonitoringFiles.read("monitoring/prometheus/taskhost-rules-test.yml");
		if (rule.isAlert()) {
			List<String> cases = List.of(tests.split("- alertname: " + rule.name() + "\n"));
			assertThat(cases)
				.anySatisfy((fires) -> assertThat(fires).matches("(?s) *eval_time: \\w+\n *exp_alerts:\n.*"));
			assertThat(cases)
				.anySatisfy((silent) -> assertThat(silent).matches("(?s) *eval_time: \\w+\n *exp_alerts: \\[]\n.*"));
		}
		else {
			assertThat(tests).contains(rule.name());
		}
	}

	@ParameterizedTest
	@MethodSource("rules")
	void ruleIsDocumentedInOperations(Rule rule) throws IOException {
		assertThat(MonitoringFiles.read(PAGE)).contains(rule.name());
	}

}
