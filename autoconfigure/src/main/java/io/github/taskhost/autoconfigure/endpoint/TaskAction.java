package io.github.taskhost.autoconfigure.endpoint;

import io.github.taskhost.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * What the body of a request asks to be done to a task.
 *
 * @param name what to do
 * @param reason why to cancel
 * @param key the question to answer; the one that is open when it is not named
 * @param text what to answer
 */
record TaskAction(@Nullable String name, @Nullable String reason, @Nullable String key, @Nullable String text) {

	/** A field that does nothing is more likely a mistake than meant. */
	void takesNeitherKeyNorText() {
		if (this.key != null || this.text != null) {
			throw new InvalidTaskArgumentException(
					"The action 'cancel' takes neither 'key' nor 'text': leave them out, or use answer.");
		}
	}

	void takesNoReason() {
		if (this.reason != null) {
			throw new InvalidTaskArgumentException(
					"The action 'answer' takes no 'reason': leave it out, or put what you say into 'text'.");
		}
	}

	String requiredText() {
		if (this.text == null) {
			throw new InvalidTaskArgumentException(
					"There is no 'text': give the answer as text, as {\"action\":\"answer\",\"text\":\"yes\"}.");
		}
		return this.text;
	}

}
