package io.github.taskhost.message;

import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.task.JsonPayload;

/**
 * A part of a message: text for people, or data.
 */
public sealed interface TaskMessagePart {

	/**
	 * A text.
	 * @param text the text
	 * @return the part
	 */
	static TaskMessagePart text(String text) {
		return new Text(text);
	}

	/**
	 * Data.
	 * @param json the data
	 * @return the part
	 */
	static TaskMessagePart data(JsonPayload json) {
		return new Data(json);
	}

	/**
	 * Text for people. Control characters other than line feeds and tabs are taken out.
	 *
	 * @param text the text
	 */
	record Text(String text) implements TaskMessagePart {

		/** Takes hidden characters out. */
		public Text {
			text = Texts.cleanText(text);
		}

	}

	/**
	 * Data for programs.
	 *
	 * @param json the data
	 */
	record Data(JsonPayload json) implements TaskMessagePart {
	}

}
