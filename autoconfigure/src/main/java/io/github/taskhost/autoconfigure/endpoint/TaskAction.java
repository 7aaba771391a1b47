package io.github.taskhost.autoconfigure.endpoint;

import io.github.taskhost.error.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks to be done to a task.
 */
sealed interface TaskAction {

	/**
	 * Reads the body of a request. A field that does nothing is more likely a mistake
	 * than meant.
	 */
	static TaskAction of(@Nullable String name, @Nullable String reason, @Nullable String key, @Nullable String text) {
		return switch (name) {
			case "cancel" -> cancel(reason, key, text);
			case "answer" -> answer(reason, key, text);
			case null -> throw new InvalidTaskArgumentException("There is no 'action': use cancel or answer.");
			default ->
				throw new InvalidTaskArgumentException("There is no action '" + name + "': use cancel or answer.");
		};
	}

	private static Cancel cancel(@Nullable String reason, @Nullable String key, @Nullable String text) {
		if (key != null || text != null) {
			throw new InvalidTaskArgumentException(
					"The action 'cancel' takes neither 'key' nor 'text': leave them out, or use answer.");
		}
		return new Cancel(reason);
	}

	private static Answer answer(@Nullable String reason, @Nullable String key, @Nullable String text) {
		if (reason != null) {
			throw new InvalidTaskArgumentException(
					"The action 'answer' takes no 'reason': leave it out, or put what you say into 'text'.");
		}
		if (text == null) {
			throw new InvalidTaskArgumentException(
					"There is no 'text': give the answer as text, as {\"action\":\"answer\",\"text\":\"yes\"}.");
		}
		return new Answer(key, text);
	}

	/** What the audit log calls it. */
	String name();

	/**
	 * Asks for the end.
	 *
	 * @param reason why
	 */
	record Cancel(@Nullable String reason) implements TaskAction {

		@Override
		public String name() {
			return "cancel";
		}

	}

	/**
	 * Ends the task, whatever its policy.
	 */
	record CancelNow() implements TaskAction {

		@Override
		public String name() {
			return "cancel-now";
		}

	}

	/**
	 * Answers a question.
	 *
	 * @param key the question; the one that is open when it is not named
	 * @param text what to answer
	 */
	record Answer(@Nullable String key, String text) implements TaskAction {

		@Override
		public String name() {
			return "answer";
		}

	}

}
