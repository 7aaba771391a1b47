package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.TaskInspection;
import io.github.taskhost.TaskMessage;
import io.github.taskhost.TaskMessageReceipt;
import io.github.taskhost.autoconfigure.json.TaskhostJacksonModule;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.SanitizableData;

/**
 * Makes the JSON of a task out of maps, lists and scalars, which every technology can
 * write, and masks what only some may see.
 */
final class TaskJson {

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private static final String MASK = SanitizableData.SANITIZED_VALUE;

	private final JsonMapper mapper = JsonMapper.builder().addModule(new TaskhostJacksonModule()).build();

	Map<String, Object> write(BackgroundTaskRecord record, boolean showValues) {
		Map<String, Object> json = this.mapper.convertValue(record, OBJECT);
		if (!showValues) {
			json.computeIfPresent("input", (name, value) -> MASK);
			mask(json.get("result"), "value");
			mask(json.get("failure"), "message");
			if (json.get("earlierAttempts") instanceof List<?> attempts) {
				attempts.forEach((attempt) -> mask(((Map<?, ?>) attempt).get("failure"), "message"));
			}
		}
		return json;
	}

	Map<String, Object> write(TaskInspection inspection, boolean showValues) {
		Map<String, Object> json = write(inspection.record(), showValues);
		json.put("unresponsive", inspection.unresponsive());
		json.put("children", inspection.children().stream().map((child) -> write(child, showValues)).toList());
		if (inspection.thread() != null) {
			json.put("thread", inspection.thread());
			json.put("stack", showValues ? inspection.stack() : List.of(MASK));
		}
		if (inspection.failureStackTrace() != null) {
			json.put("failureStackTrace", showValues ? inspection.failureStackTrace() : MASK);
		}
		json.put("messages", inspection.messages().stream().map((message) -> write(message, showValues)).toList());
		json.put("answers", write(inspection.answers(), "value", showValues));
		json.put("output", write(inspection.output(), "text", showValues));
		return json;
	}

	/** The record, and how far an answer has come. */
	Map<String, Object> write(TaskChange change, boolean showValues) {
		Map<String, Object> json = write(change.record(), showValues);
		TaskMessageReceipt receipt = change.receipt();
		if (receipt != null) {
			json.put("delivery", receipt.delivery().name().toLowerCase(Locale.ROOT));
			if (receipt.reason() != null) {
				json.put("deliveryFailure", showValues ? receipt.reason() : MASK);
			}
		}
		return json;
	}

	private Map<String, Object> write(TaskMessage message, boolean showValues) {
		Map<String, Object> json = this.mapper.convertValue(message, OBJECT);
		if (!showValues && json.get("parts") instanceof List<?> parts) {
			parts.forEach((part) -> {
				mask(part, "text");
				mask(part, "data");
			});
		}
		return json;
	}

	private List<Map<String, Object>> write(List<?> values, String masked, boolean showValues) {
		return values.stream().map((value) -> {
			Map<String, Object> json = this.mapper.convertValue(value, OBJECT);
			if (!showValues) {
				mask(json, masked);
			}
			return json;
		}).toList();
	}

	@SuppressWarnings("unchecked")
	private static void mask(@Nullable Object json, String name) {
		if (json instanceof Map<?, ?> map) {
			((Map<String, Object>) map).computeIfPresent(name, (key, value) -> MASK);
		}
	}

}
