package io.github.taskhost.autoconfigure.endpoint;

import io.github.taskhost.error.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * Action on a task that an operator requests.
 */
sealed interface TaskAction {

	/** Reads the body of a request. Refuses fields that the action does not use. */
	static TaskAction of(@Nullable String name, @Nullable String reason, @Nullable String key, @Nullable Integer number,
			@Nullable String text) {
		return switch (name) {
			case "cancel" -> cancel(reason, key, number, text);
			case "answer" -> answer(reason, key, number, text);
			case "decline" -> decline(reason, key, number, text);
			case null -> throw new InvalidTaskArgumentException("There is no 'action': use cancel, answer or decline.");
			default -> throw new InvalidTaskArgumentException(
					"There is no action '" + name + "': use cancel, answer or decline.");
		};
	}

	private static Cancel cancel(@Nullable String reason, @Nullable String key, @Nullable Integer number,
			@Nullable String text) {
		if (key != null || number != null || text != null) {
			throw new InvalidTaskArgumentException("The action 'cancel' takes no 'key', 'number' or 'text': "
					+ "leave them out, or use answer or decline.");
		}
		return new Cancel(reason);
	}

	private static Answer answer(@Nullable String reason, @Nullable String key, @Nullable Integer number,
			@Nullable String text) {
		if (reason != null) {
			throw new InvalidTaskArgumentException(
					"The action 'answer' takes no 'reason': leave it out, or put the answer into 'text'.");
		}
		if (text == null) {
			throw new InvalidTaskArgumentException("There is no 'text': give the answer as text, as "
					+ "{\"action\":\"answer\",\"key\":\"go-on\",\"text\":\"yes\"}.");
		}
		return new Answer(named(key), number, text);
	}

	private static Decline decline(@Nullable String reason, @Nullable String key, @Nullable Integer number,
			@Nullable String text) {
		if (text != null) {
			throw new InvalidTaskArgumentException(
					"The action 'decline' takes no 'text': leave it out, or put the reason into 'reason'.");
		}
		return new Decline(named(key), number, reason);
	}

	private static String named(@Nullable String key) {
		if (key == null) {
			throw new InvalidTaskArgumentException("There is no 'key': read the open question (inputRequest) and name "
					+ "its key, and its number if the task has asked the key before.");
		}
		return key;
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
	 * @param key the key of the question
	 * @param number the number of the question, or {@code null}
	 * @param text the answer
	 */
	record Answer(String key, @Nullable Integer number, String text) implements TaskAction {

		@Override
		public String name() {
			return "answer";
		}

	}

	/**
	 * Declines a question.
	 *
	 * @param key the key of the question
	 * @param number the number of the question, or {@code null}
	 * @param reason the reason
	 */
	record Decline(String key, @Nullable Integer number, @Nullable String reason) implements TaskAction {

		@Override
		public String name() {
			return "decline";
		}

	}

}
