package io.github.taskhost.sample.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the files of the repository for operators.
 */
final class MonitoringFiles {

	/** Names of the series of Taskhost, without the series of recording rules. */
	private static final Pattern METRIC = Pattern.compile("(?<![:\\w])taskhost_\\w+");

	private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	private MonitoringFiles() {
	}

	static Path rules() {
		return ROOT.resolve("monitoring/prometheus/taskhost-rules.yml");
	}

	static Dashboard dashboard() throws IOException {
		return new Dashboard(JsonMapper.shared().readTree(read("monitoring/grafana/taskhost.json")));
	}

	static List<Rule> allRules() throws IOException {
		return Rule.of(yaml("monitoring/prometheus/taskhost-rules.yml"));
	}

	static Map<String, Object> yaml(String file) throws IOException {
		return new Yaml().load(read(file));
	}

	static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

	static String read(String file) throws IOException {
		return Files.readString(ROOT.resolve(file));
	}

	static List<String> metrics(String expression) {
		return METRIC.matcher(expression).results().map(MatchResult::group).distinct().toList();
	}

}
