package io.github.taskhost.console.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.taskhost.autoconfigure.view.TaskJson;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import org.jspecify.annotations.Nullable;

/**
 * Messages as the console shows them.
 */
final class MessageViews {

	private MessageViews() {
	}

	/**
	 * The first of some messages, up to a size in characters, and at least one of them.
	 */
	static List<TaskMessage> fitting(List<TaskMessage> messages, long most) {
		long size = 0;
		int fitting = 0;
		while (fitting < messages.size() && (fitting == 0 || size <= most)) {
			size += messages.get(fitting++).parts().stream().mapToLong(MessageViews::size).sum();
		}
		return messages.subList(0, (size > most && fitting > 1) ? fitting - 1 : fitting);
	}

	private static long size(TaskMessagePart part) {
		return switch (part) {
			case TaskMessagePart.Text text -> text.text().length();
			case TaskMessagePart.Data data -> data.json().text().length();
		};
	}

	/** A message, with its values sanitized or masked. */
	static Map<String, @Nullable Object> of(TaskMessage message, Values values) {
		Map<String, @Nullable Object> view = new LinkedHashMap<>();
		view.put("id", message.id());
		view.put("direction", (message.direction() == MessageDirection.INBOUND) ? "in" : "out");
		view.put("parts", message.parts().stream().map((part) -> part(part, values)).toList());
		view.put("time", message.time());
		view.put("sender", message.sender());
		view.put("questionKey", message.questionKey());
		view.put("delivery", TaskJson.name(message.delivery()));
		return view;
	}

	private static Map<String, String> part(TaskMessagePart part, Values values) {
		return switch (part) {
			case TaskMessagePart.Text text ->
				Map.of("text", Objects.requireNonNullElse(values.text("messages.text", text.text()), ""));
			case TaskMessagePart.Data data ->
				Map.of("data", Objects.requireNonNullElse(values.json("messages.data", data.json()), ""));
		};
	}

}
