package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taskhost.TaskInspection;
import io.github.taskhost.autoconfigure.json.TaskhostJacksonModule;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts tasks to maps, lists and scalars, which web and JMX endpoints can write. Masks
 * or sanitizes confidential values.
 */
final class TaskJson {

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private static final String MESSAGE = "message";

	private final JsonMapper mapper = JsonMapper.builder().addModule(new TaskhostJacksonModule()).build();

	private final TaskValues values;

	TaskJson(TaskValues values) {
		this.values = values;
	}

	Map<String, Object> write(BackgroundTaskRecord record, boolean showValues) {
		Map<String, Object> json = this.mapper.convertValue(record, OBJECT);
		show(json, "input", "input", showValues);
		show(json.get("result"), "value", "result.value", showValues);
		show(json.get("failure"), MESSAGE, "failure.message", showValues);
		if (json.get("earlierAttempts") instanceof List<?> attempts) {
			attempts.forEach((attempt) -> show(((Map<?, ?>) attempt).get("failure"), MESSAGE,
					"earlierAttempts.failure.message", showValues));
		}
		return json;
	}

	Map<String, Object> write(TaskInspection inspection, boolean showValues) {
		Map<String, Object> json = write(inspection.record(), showValues);
		json.put("unresponsive", inspection.unresponsive());
		json.put("children", inspection.children().stream().map((child) -> write(child, showValues)).toList());
		if (inspection.thread() != null) {
			json.put("thread", inspection.thread());
			json.put("stack",
					showValues ? this.values.show("stack", inspection.stack(), true) : List.of(TaskValues.MASK));
		}
		if (inspection.failureStackTrace() != null) {
			json.put("failureStackTrace", inspection.failureStackTrace());
			show(json, "failureStackTrace", "failureStackTrace", showValues);
		}
		json.put("messages", write(inspection.messages(), (message) -> showParts(message, showValues)));
		json.put("answers",
				write(inspection.answers(), (answer) -> show(answer, "value", "answers.value", showValues)));
		json.put("output", write(inspection.output(), (line) -> show(line, "text", "output.text", showValues)));
		return json;
	}

	/** Writes the record, and the delivery of an answer. */
	Map<String, Object> write(TaskChange change, boolean showValues) {
		Map<String, Object> json = write(change.record(), showValues);
		TaskMessageReceipt receipt = change.receipt();
		if (receipt != null) {
			json.put("delivery", JsonNames.of(receipt.delivery()));
			if (receipt.reason() != null) {
				json.put("deliveryFailure", receipt.reason());
				show(json, "deliveryFailure", "deliveryFailure", showValues);
			}
		}
		return json;
	}

	private void showParts(Map<String, Object> message, boolean showValues) {
		if (message.get("parts") instanceof List<?> parts) {
			parts.forEach((part) -> {
				show(part, "text", "messages.text", showValues);
				show(part, "data", "messages.data", showValues);
			});
		}
	}

	private List<Map<String, Object>> write(List<?> values, Consumer<Map<String, Object>> show) {
		return values.stream().map((value) -> {
			Map<String, Object> json = this.mapper.convertValue(value, OBJECT);
			show.accept(json);
			return json;
		}).toList();
	}

	@SuppressWarnings("unchecked")
	private void show(@Nullable Object json, String name, String path, boolean showValues) {
		if (json instanceof Map<?, ?> map) {
			((Map<String, Object>) map).computeIfPresent(name,
					(key, value) -> this.values.show(path, value, showValues));
		}
	}

}
