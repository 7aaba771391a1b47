package io.github.taskhost.sample.monitoring;

import java.util.Comparator;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * A dashboard of Grafana.
 *
 * @param json the JSON model
 */
record Dashboard(JsonNode json) {

	/** Returns the panels with queries. */
	List<Panel> panels() {
		return elements().stream().filter((panel) -> !panel.isRow()).toList();
	}

	/** Returns the panels and the headings of rows. */
	List<Panel> elements() {
		return this.json.at("/panels").valueStream().map(Panel::new).toList();
	}

	/** Returns the title of the row that a panel is in; empty above the first row. */
	String row(Panel panel) {
		return elements().stream()
			.filter((element) -> element.isRow() && element.start("y") < panel.start("y"))
			.max(Comparator.comparingInt((row) -> row.start("y")))
			.map(Panel::title)
			.orElse("");
	}

	List<JsonNode> variables() {
		return this.json.at("/templating/list").valueStream().toList();
	}

	/**
	 * A panel.
	 *
	 * @param json the JSON model
	 */
	record Panel(JsonNode json) {

		boolean isRow() {
			return this.json.at("/type").asString().equals("row");
		}

		String title() {
			return this.json.at("/title").asString();
		}

		List<JsonNode> targets() {
			return this.json.at("/targets").valueStream().toList();
		}

		List<String> expressions() {
			return targets().stream().map((target) -> target.at("/expr").asString()).toList();
		}

		boolean overlaps(Panel other) {
			return start("x") < other.end("x", "w") && other.start("x") < end("x", "w")
					&& start("y") < other.end("y", "h") && other.start("y") < end("y", "h");
		}

		int start(String axis) {
			return this.json.at("/gridPos/" + axis).asInt();
		}

		int end(String axis, String size) {
			return start(axis) + start(size);
		}

		@Override
		public String toString() {
			return title();
		}

	}

}
