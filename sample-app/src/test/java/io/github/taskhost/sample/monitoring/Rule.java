package io.github.taskhost.sample.monitoring;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A Prometheus rule.
 *
 * @param alert the name of the alert, or {@code null} for a recording rule
 * @param recorded the name of the recorded series, or {@code null} for an alert
 * @param expression the expression
 * @param labels the labels
 * @param annotations the annotations
 */
record Rule(@Nullable String alert, @Nullable String recorded, String expression, Map<String, String> labels,
		Map<String, String> annotations) {

	@SuppressWarnings("unchecked")
	static List<Rule> of(Map<String, Object> file) {
		List<Map<String, Object>> groups = (List<Map<String, Object>>) file.getOrDefault("groups", List.of());
		return groups.stream()
			.flatMap((group) -> ((List<Map<String, Object>>) group.getOrDefault("rules", List.of())).stream())
			.map(Rule::ofEntry)
			.toList();
	}

	@SuppressWarnings("unchecked")
	private static Rule ofEntry(Map<String, Object> rule) {
		return new Rule((String) rule.get("alert"), (String) rule.get("record"), String.valueOf(rule.get("expr")),
				(Map<String, String>) rule.getOrDefault("labels", Map.of()),
				(Map<String, String>) rule.getOrDefault("annotations", Map.of()));
	}

	boolean isAlert() {
		return this.alert != null;
	}

	String name() {
		return String.valueOf(isAlert() ? this.alert : this.recorded);
	}

	@Override
	public String toString() {
		return name();
	}

}
