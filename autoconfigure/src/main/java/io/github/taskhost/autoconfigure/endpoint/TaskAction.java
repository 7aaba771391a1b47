package io.github.taskhost.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Action on a task that an operator requests.
 */
sealed interface TaskAction {

	/**
	 * Reads the body of a request. Refuses fields that the action does not use.
	 */
	static TaskAction of(Fields fields) {
		return switch (fields.action()) {
			case "cancel" -> cancel(fields);
			case "answer" -> answer(fields);
			case "decline" -> decline(fields);
			case null -> throw new InvalidTaskArgumentException("There is no 'action': use cancel, answer or decline.");
			default -> throw new InvalidTaskArgumentException(
					"There is no action '" + fields.action() + "': use cancel, answer or decline.");
		};
	}

	private static Cancel cancel(Fields fields) {
		fields.requireOnly("cancel", Set.of("reason"));
		return new Cancel(fields.reason());
	}

	private static Answer answer(Fields fields) {
		fields.requireOnly("answer", Set.of("key", "number", "text", "value"));
		if (fields.text() == null && fields.value() == null) {
			throw new InvalidTaskArgumentException("There is no 'text' or 'value': give the answer as text, as "
					+ "{\"action\":\"answer\",\"key\":\"go-on\",\"text\":\"yes\"}, or as JSON in 'value'.");
		}
		if (fields.text() != null && fields.value() != null) {
			throw new InvalidTaskArgumentException(
					"There are a 'text' and a 'value': give the answer once, as text or as JSON.");
		}
		return new Answer(fields.questionKey(), fields.number(), fields.text(),
				(fields.value() != null) ? new JsonPayload(fields.value()) : null);
	}

	private static Decline decline(Fields fields) {
		fields.requireOnly("decline", Set.of("key", "number", "reason"));
		return new Decline(fields.questionKey(), fields.number(), fields.reason());
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
	 * @param text the answer as text, or {@code null}
	 * @param value the answer as JSON, or {@code null}
	 */
	record Answer(String key, @Nullable Integer number, @Nullable String text,
			@Nullable JsonPayload value) implements TaskAction {

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

	/**
	 * Fields of the body of a write.
	 *
	 * @param action the name of the action, or {@code null}
	 * @param reason the reason, or {@code null}
	 * @param key the key of a question, or {@code null}
	 * @param number the number of a question, or {@code null}
	 * @param text an answer as text, or {@code null}
	 * @param value an answer as JSON, or {@code null}
	 */
	record Fields(@Nullable String action, @Nullable String reason, @Nullable String key, @Nullable Integer number,
			@Nullable String text, @Nullable String value) {

		/** Refuses other fields than those of an action. */
		void requireOnly(String action, Set<String> permitted) {
			Set<String> others = new TreeSet<>(given().keySet());
			others.removeAll(permitted);
			if (!others.isEmpty()) {
				throw new InvalidTaskArgumentException("The action '" + action + "' takes no '"
						+ String.join("', '", others) + "': use " + new TreeSet<>(permitted) + " only.");
			}
		}

		private Map<String, Object> given() {
			Map<String, Object> given = new LinkedHashMap<>();
			put(given, "reason", this.reason);
			put(given, "key", this.key);
			put(given, "number", this.number);
			put(given, "text", this.text);
			put(given, "value", this.value);
			return given;
		}

		private static void put(Map<String, Object> given, String name, @Nullable Object value) {
			if (value != null) {
				given.put(name, value);
			}
		}

		String questionKey() {
			if (this.key == null) {
				throw new InvalidTaskArgumentException(
						"There is no 'key': read the open question (inputRequest) and name "
								+ "its key, and its number if the task has asked the key before.");
			}
			return this.key;
		}

	}

}
