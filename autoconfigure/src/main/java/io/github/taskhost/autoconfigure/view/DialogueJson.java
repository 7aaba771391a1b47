package io.github.taskhost.autoconfigure.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePage;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.message.TaskOutputPage;
import org.jspecify.annotations.Nullable;

/**
 * Messages, answers and output of tasks as maps, lists and scalars. Masks or sanitizes
 * their contents. Thread-safe if the sanitizer of values is.
 */
public final class DialogueJson {

	private final TaskValues values;

	/**
	 * Creates the writer.
	 * @param values masks or sanitizes the contents
	 */
	public DialogueJson(TaskValues values) {
		this.values = values;
	}

	/**
	 * Writes a page of messages, up to a size, and at least one of them.
	 * @param page the page
	 * @param shown whether the user may see values
	 * @param maxSize the size of the messages as JSON, in bytes
	 * @return {@code messages}, {@code next} and {@code incomplete}
	 */
	public Map<String, Object> page(TaskMessagePage page, boolean shown, long maxSize) {
		List<Map<String, Object>> messages = JsonMaps.fitting(page.messages(), (message) -> message(message, shown),
				maxSize);
		boolean cut = messages.size() < page.messages().size();
		String next = cut ? page.messages().get(messages.size() - 1).id() : page.next();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("messages", messages);
		if (next != null) {
			json.put("next", next);
		}
		json.put("incomplete", page.incomplete());
		return json;
	}

	/**
	 * Writes a page of output, up to a size, and at least one line.
	 * @param page the page
	 * @param shown whether the user may see values
	 * @param maxSize the size of the lines as JSON, in bytes
	 * @return {@code lines}, {@code next}, {@code dropped} and {@code ended}
	 */
	public Map<String, Object> page(TaskOutputPage page, boolean shown, long maxSize) {
		List<Map<String, Object>> lines = JsonMaps.fitting(page.lines(), (line) -> line(line, shown), maxSize);
		boolean cut = lines.size() < page.lines().size();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("lines", lines);
		json.put("next", cut ? page.lines().get(lines.size() - 1).position() : page.next());
		json.put("dropped", page.dropped());
		json.put("ended", page.ended() && !cut);
		return json;
	}

	List<Map<String, Object>> messages(List<TaskMessage> messages, boolean shown) {
		return write(messages, (message) -> message(message, shown));
	}

	List<Map<String, Object>> answers(List<Answer> answers, boolean shown) {
		return write(answers, (answer) -> {
			Map<String, Object> json = JsonMaps.of(answer);
			show(json, "value", "answers.value", shown);
			return json;
		});
	}

	List<Map<String, Object>> output(List<TaskOutputLine> lines, boolean shown) {
		return write(lines, (line) -> line(line, shown));
	}

	private static <T> List<Map<String, Object>> write(List<T> values, Function<T, Map<String, Object>> write) {
		return values.stream().map(write).toList();
	}

	private Map<String, Object> message(TaskMessage message, boolean shown) {
		Map<String, Object> json = JsonMaps.of(message);
		if (json.get("parts") instanceof List<?> parts) {
			parts.forEach((part) -> {
				show(part, "text", "messages.text", shown);
				show(part, "data", "messages.data", shown);
			});
		}
		return json;
	}

	private Map<String, Object> line(TaskOutputLine line, boolean shown) {
		Map<String, Object> json = JsonMaps.of(line);
		show(json, "text", "output.text", shown);
		return json;
	}

	private void show(@Nullable Object json, String name, String path, boolean shown) {
		JsonMaps.replace(json, name, (value) -> this.values.show(path, value, shown));
	}

}
