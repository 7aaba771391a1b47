package io.github.taskhost.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.github.taskhost.autoconfigure.view.ScheduleAction;
import io.github.taskhost.autoconfigure.view.TaskAction;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

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
record ActionFields(@Nullable String action, @Nullable String reason, @Nullable String key, @Nullable Integer number,
		@Nullable String text, @Nullable String value) {

	private static final String USE = "use cancel, answer or decline for a task, and pause-schedule, resume-schedule, "
			+ "trigger-schedule or remove-schedule for a schedule.";

	/**
	 * Returns the action on a schedule, or empty if it is one on a task. Refuses fields
	 * that it does not use.
	 */
	Optional<ScheduleAction> toScheduleAction() {
		Optional<ScheduleAction> named = ScheduleAction.named(this.action);
		named.ifPresent((found) -> requireOnly(found.actionName(), Set.of()));
		return named;
	}

	/**
	 * Returns the action on a task. Refuses fields that it does not use.
	 */
	TaskAction toAction() {
		return switch (this.action) {
			case "cancel" -> cancel();
			case "answer" -> answer();
			case "decline" -> decline();
			case null -> throw new InvalidTaskArgumentException("There is no 'action': " + USE);
			default -> throw new InvalidTaskArgumentException("There is no action '" + this.action + "': " + USE);
		};
	}

	private TaskAction cancel() {
		requireOnly("cancel", Set.of("reason"));
		return new TaskAction.Cancel(this.reason);
	}

	private TaskAction answer() {
		requireOnly("answer", Set.of("key", "number", "text", "value"));
		if (this.text == null && this.value == null) {
			throw new InvalidTaskArgumentException("There is no 'text' or 'value': give the answer as text, as "
					+ "{\"action\":\"answer\",\"key\":\"go-on\",\"text\":\"yes\"}, or as JSON in 'value'.");
		}
		if (this.text != null && this.value != null) {
			throw new InvalidTaskArgumentException(
					"There are a 'text' and a 'value': give the answer once, as text or as JSON.");
		}
		return (this.value != null) ? new TaskAction.Answer(questionKey(), this.number, new JsonPayload(this.value))
				: new TextAnswer(questionKey(), this.number, String.valueOf(this.text));
	}

	private TaskAction decline() {
		requireOnly("decline", Set.of("key", "number", "reason"));
		return new TaskAction.Decline(questionKey(), this.number, this.reason);
	}

	/** Refuses other fields than those of an action. */
	private void requireOnly(String action, Set<String> permitted) {
		Set<String> others = new TreeSet<>(given().keySet());
		others.removeAll(permitted);
		if (!others.isEmpty()) {
			throw new InvalidTaskArgumentException(
					"The action '" + action + "' takes no '" + String.join("', '", others) + "': "
							+ (permitted.isEmpty() ? "leave it out." : "use " + new TreeSet<>(permitted) + " only."));
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

	private String questionKey() {
		if (this.key == null) {
			throw new InvalidTaskArgumentException("There is no 'key': read the open question (inputRequest) and name "
					+ "its key, and its number if the task has asked the key before.");
		}
		return this.key;
	}

}
