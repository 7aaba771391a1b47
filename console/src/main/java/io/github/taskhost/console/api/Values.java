package io.github.taskhost.console.api;

import io.github.taskhost.autoconfigure.view.TaskValues;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Confidential values as texts: as they are, sanitized, or masked.
 *
 * @param values masks or sanitizes values
 * @param shown whether the user may see values
 */
record Values(TaskValues values, boolean shown) {

	/** A text of a task, such as the message of a failure. */
	@Nullable String text(String path, @Nullable String text) {
		Object value = (text != null) ? this.values.show(path, text, this.shown) : null;
		return (value != null) ? value.toString() : null;
	}

	/** A payload as JSON on one line. */
	@Nullable String line(String path, @Nullable JsonPayload payload) {
		if (payload == null) {
			return null;
		}
		return this.shown ? ConsoleJson.text(this.values.show(path, payload, true)) : TaskValues.MASK;
	}

	/** A payload as formatted JSON. */
	@Nullable String json(String path, @Nullable JsonPayload payload) {
		if (payload == null) {
			return null;
		}
		return this.shown ? ConsoleJson.pretty(this.values.show(path, payload, true)) : TaskValues.MASK;
	}

}
