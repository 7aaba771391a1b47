package io.github.taskhost.console.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.KindDescription;
import io.github.taskhost.autoconfigure.view.TaskValues;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of work: those that the application defines, and others that were used.
 * Thread-safe.
 */
public final class KindViews {

	/** The size of all schemas in characters; further ones are left out. */
	private static final int MAX_SCHEMAS = 500_000;

	private final BackgroundTaskHost host;

	private final Overview overview;

	private final TaskViews views;

	/**
	 * Creates the views.
	 * @param host the host
	 * @param overview the numbers of kinds
	 * @param views begins answers
	 */
	public KindViews(BackgroundTaskHost host, Overview overview, TaskViews views) {
		this.host = host;
		this.overview = overview;
		this.views = views;
	}

	/**
	 * Returns the kinds in the order of their names.
	 * @return the answer
	 */
	public Map<String, @Nullable Object> answer() {
		Map<String, Map<String, @Nullable Object>> kinds = new TreeMap<>();
		this.overview.kinds().forEach((numbers) -> kinds.put(numbers.name(), numbers(numbers)));
		int schemas = 0;
		for (KindDescription description : this.host.kinds()) {
			Map<String, @Nullable Object> kind = kinds.computeIfAbsent(description.name(),
					(name) -> numbers(Overview.KindNumbers.none(name)));
			kind.put("description", description.description());
			kind.put("inputType", description.inputType());
			kind.put("options", description.options());
			JsonPayload schema = description.inputSchema();
			schemas += (schema != null) ? schema.text().length() : 0;
			if (schema != null && schemas <= MAX_SCHEMAS) {
				kind.put("inputSchemaText", ConsoleJson.pretty(TaskValues.plain(schema)));
			}
		}
		Map<String, @Nullable Object> answer = this.views.answer();
		answer.put("kinds", kinds.values());
		return answer;
	}

	private static Map<String, @Nullable Object> numbers(Overview.KindNumbers numbers) {
		Map<String, @Nullable Object> kind = new LinkedHashMap<>();
		kind.put("name", numbers.name());
		kind.put("live", Map.of("pending", numbers.pending(), "running", numbers.running(), "waiting",
				numbers.waiting(), "cancel_requested", numbers.cancelRequested()));
		kind.put("started", numbers.started());
		kind.put("completed", numbers.completed());
		kind.put("failed", numbers.failed());
		kind.put("cancelled", numbers.cancelled());
		return kind;
	}

}
