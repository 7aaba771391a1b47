package io.github.taskhost.message;

import io.github.taskhost.task.JsonPayload;

/**
 * A part of a message: text for people, or data for programs.
 */
public sealed interface TaskMessagePart {

	/**
	 * Creates a text part.
	 * @param text the text
	 * @return the part
	 */
	static TaskMessagePart text(String text) {
		return new Text(text);
	}

	/**
	 * Creates a data part.
	 * @param json the data as JSON
	 * @return the part
	 */
	static TaskMessagePart data(JsonPayload json) {
		return new Data(json);
	}

	/**
	 * Text for people, as it was written: escape it where it is shown.
	 *
	 * @param text the text
	 */
	record Text(String text) implements TaskMessagePart {
	}

	/**
	 * Data for programs.
	 *
	 * @param json the data as JSON
	 */
	record Data(JsonPayload json) implements TaskMessagePart {
	}

}
