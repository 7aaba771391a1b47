package io.github.taskhost.autoconfigure.endpoint;

import io.github.taskhost.error.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * Action on a task that an operator requests.
 */
sealed interface TaskAction {

	/** Reads the body of a request. Refuses fields that the action does not use. */
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
					"The action 'answer' takes no 'reason': leave it out, or put the answer into 'text'.");
		}
		if (text == null) {
			throw new InvalidTaskArgumentException(
					"There is no 'text': give the answer as text, as {\"action\":\"answer\",\"text\":\"yes\"}.");
		}
		return new Answer(key, text);
	}

	/** Returns the name in the audit log. */
	String name();

	/**
	 * Requests the end of a task.
	 *
	 * @param reason the reason
	 */
	record Cancel(@Nullable String reason) implements TaskAction {

		@Override
		public String name() {
			return "cancel";
		}

	}

	/**
	 * Ends a task regardless of its policy.
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
	 * @param key the key of the question, or {@code null} for the open question
	 * @param text the answer
	 */
	record Answer(@Nullable String key, String text) implements TaskAction {

		@Override
		public String name() {
			return "answer";
		}

	}

}
